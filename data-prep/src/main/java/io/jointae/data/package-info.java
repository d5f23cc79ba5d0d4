/**
 * The format of a prepared dataset: its splits, the shape of its rows, its manifest, and the classes that write and read
 * it. This package knows nothing of where rows come from, of networks or of training.
 */
package io.jointae.data;
