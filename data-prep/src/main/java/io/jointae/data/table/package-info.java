/**
 * Parquet files that are written without renames: by the tasks of a Spark job directly at their place, or to a stream.
 */
package io.jointae.data.table;
