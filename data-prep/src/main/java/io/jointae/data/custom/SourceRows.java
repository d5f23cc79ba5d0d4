package io.jointae.data.custom;

import io.jointae.data.Example;
import org.apache.spark.api.java.JavaRDD;

/**
 * The rows of a part of the user's source.
 *
 * @param rows the rows in the order of the source; the id is the position in the part, from 0
 * @param count the number of rows
 */
record SourceRows(JavaRDD<Example> rows, long count) {}
