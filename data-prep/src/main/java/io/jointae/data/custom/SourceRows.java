package io.jointae.data.custom;

import io.jointae.data.Example;
import org.apache.spark.api.java.JavaRDD;

/**
 * Rows of the user's in the order of their source.
 *
 * @param rows the id is the position in the part, from 0; ascending within a partition
 * @param count of them
 */
record SourceRows(JavaRDD<Example> rows, long count) {}
