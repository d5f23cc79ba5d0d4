/**
 * The Parquet writer of the batch job, which writes columns of {@code array<float>} one page at a time.
 */
package io.jointae.score.parquet;
