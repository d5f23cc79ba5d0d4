/**
 * The batch job that writes the features of tables of any size. It knows {@code encode}, {@code model}, and the readers
 * of {@code data} for files that are not Parquet; it knows nothing of commands. Two deprecated classes open pipelines
 * that version 0.1 saved; only they know {@code ml}.
 */
package io.jointae.score;
