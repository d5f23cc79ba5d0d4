/**
 * The squared hinge loss of many binary problems over the same rows, in the memory of one task or of many executors. The
 * rows are divided into chunks by their numbers, and sums over chunks are added as whole numbers, so that every sum has
 * the same bits however the rows are spread. This package does not know how the loss is minimized.
 */
package io.jointae.evaluate.svm.hinge;
