package io.jointae.score;

import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Scores a partition.
 *
 * @param origin of rows, for the message about a bad one
 * @param done counts the rows read; null for no counting
 */
record Scoring(Broadcast<Passes> passes, Outputs outputs, Invalid invalid, Origin origin, LongAccumulator done)
        implements MapPartitionsFunction<Tuple2<Row, InputRow>, Tuple2<Row, ScoredRow>> {

    @Override
    public Iterator<Tuple2<Row, ScoredRow>> call(Iterator<Tuple2<Row, InputRow>> rows) {
        // An empty partition needs no native memory.
        return rows.hasNext() ? new ScoredRows(rows, this) : Collections.emptyIterator();
    }
}
