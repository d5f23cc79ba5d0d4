/**
 * Calls to Spark and Scala that stay in one place. {@link io.jointae.spark.RddResults} runs the jobs whose results return to
 * the driver. The others differ between Spark 3.5 (Scala 2.12) and Spark 4 (Scala 2.13): {@link io.jointae.spark.BuildLine},
 * {@link io.jointae.spark.SqlPlans}, {@link io.jointae.spark.StageFormat} and {@link io.jointae.spark.UiPage} exist once for
 * each line, in {@code src/main/java-spark3} and in {@code src/main/java-spark4}; the Maven profile {@code spark-4} selects
 * the second folder. All other code of the project is compiled from the same sources for both lines.
 */
package io.jointae.spark;
