/** Parquet files that somebody else wrote: their ends and footers are checked, and failures of Spark's reader become invalid input. */
package io.jointae.base.parquet;
