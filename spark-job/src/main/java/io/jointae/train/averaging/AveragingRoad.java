package io.jointae.train.averaging;

import org.apache.spark.SparkConf;

/** The place where the results of a round are averaged. The averages are the same, bit for bit. */
public enum AveragingRoad {
    /** The driver receives the results of all workers. For small models this is the fastest. */
    DRIVER,
    /** Executors average slices of the results, and the driver receives one result, whatever the number of workers. */
    EXECUTORS;

    /** Spark's setting of the largest total size of the results that the driver averages itself. */
    public static final String LIMIT = "spark.jointae.average.driver.limit";

    private static final String DEFAULT_LIMIT = "128m";

    /** Results are serialized and deserialized on the driver, beside the states before and after the round. */
    private static final int LARGEST_HEAP_FRACTION = 8;

    /**
     * Chooses by the total size of the results.
     *
     * @param workers the number of workers
     * @param bytesPerWorker the size of the vectors in the result of one worker
     */
    public static AveragingRoad of(SparkConf conf, int workers, long bytesPerWorker) {
        long maxResultSize = conf.getSizeAsBytes("spark.driver.maxResultSize", "1g");
        long limit = Math.min(
                conf.getSizeAsBytes(LIMIT, DEFAULT_LIMIT),
                Math.min(
                        maxResultSize == 0 ? Long.MAX_VALUE : maxResultSize / 2,
                        Runtime.getRuntime().maxMemory() / LARGEST_HEAP_FRACTION));
        return workers == 1 || workers * bytesPerWorker <= limit ? DRIVER : EXECUTORS;
    }
}
