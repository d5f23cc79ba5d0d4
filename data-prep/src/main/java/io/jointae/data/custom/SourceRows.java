package io.jointae.data.custom;

import io.jointae.data.Example;
import org.apache.spark.api.java.JavaRDD;

/**
 * The rows of a part of the user's source.
 *
 * @param rows the rows in the order of the source; the id is the position in the part, from 0
 * @param count the number of rows
 * @param isSparse whether the rows are vectors of Spark ML that are mostly 0
 */
record SourceRows(JavaRDD<Example> rows, long count, boolean isSparse) {

    /** Describes rows that have all their values. */
    SourceRows(JavaRDD<Example> rows, long count) {
        this(rows, count, false);
    }
}
