/**
 * Features for corpora of any size: the Spark ML stages, the {@code score} job, and the Parquet writer that
 * keeps up with them. Knows {@code train} and {@code model}, and {@code data} for readers of files that are no
 * Parquet; nothing of commands.
 */
package io.jointae.score;
