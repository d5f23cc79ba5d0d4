/**
 * The Parquet writer of the batch job: Spark's Parquet, with columns of {@code array<float>} written page by page.
 */
package io.jointae.score.parquet;
