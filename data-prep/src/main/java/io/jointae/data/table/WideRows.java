package io.jointae.data.table;

import org.apache.spark.sql.SparkSession;

/**
 * Reads Parquet files with wide rows in bounded memory. Spark's reader decodes 4,096 rows at a time, which are 1.6 GB of
 * rows of 100,000 floats.
 */
public final class WideRows {

    private static final String ROWS_AT_A_TIME = "spark.sql.parquet.columnarReaderBatchSize";

    /** The number of values from which rows are read in smaller batches. */
    private static final int WIDE = 8192;

    /** The number of values that are decoded at a time: 16 MiB of floats. */
    private static final int VALUES_AT_A_TIME = 1 << 22;

    private WideRows() {}

    /**
     * Returns a session that reads rows in batches of about 16 MiB. It is the given one unless the rows are wide, and then
     * a new session of the same application with a setting of its own.
     *
     * @param width the number of values per row
     */
    public static SparkSession session(SparkSession spark, int width) {
        if (width <= WIDE) {
            return spark;
        }
        SparkSession wide = spark.newSession();
        wide.conf().set(ROWS_AT_A_TIME, Math.max(1, VALUES_AT_A_TIME / width));
        return wide;
    }
}
