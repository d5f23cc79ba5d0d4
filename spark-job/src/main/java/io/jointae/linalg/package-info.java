/**
 * Matrices and their products: {@link io.jointae.linalg.Matrix} is implemented by {@link
 * io.jointae.linalg.Nd4jMatrix}, by {@link io.jointae.linalg.Bfloat16Matrix} and by the engines of other libraries. {@link
 * io.jointae.linalg.OneDnn} multiplies in single precision, {@link io.jointae.linalg.Bfloat16Products} in bfloat16, and
 * {@link io.jointae.linalg.FloatMath} has elementary functions over float arrays.
 * This package knows neither auto-encoders nor Spark.
 */
package io.jointae.linalg;
