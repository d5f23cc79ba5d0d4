/**
 * Newton's method for the linear SVM on rows that one machine holds: the classes are divided among Spark tasks, and each
 * step solves a system of linear equations over the rows that violate their margin.
 */
package io.jointae.evaluate.svm.newton;
