/**
 * Matrices and their products: {@link io.jointae.linalg.Matrix} wraps an ND4J array, {@link io.jointae.linalg.OneDnn}
 * multiplies in single precision, and {@link io.jointae.linalg.FloatMath} has elementary functions over float arrays.
 * This package knows neither auto-encoders nor Spark.
 */
package io.jointae.linalg;
