/**
 * Matrices and their products: an ND4J array seen as a matrix, oneDNN's single-precision product, and elementary
 * functions over float arrays. This package knows nothing of auto-encoders or of Spark.
 */
package io.jointae.linalg;
