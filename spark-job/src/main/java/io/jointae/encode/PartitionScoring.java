package io.jointae.encode;

import io.jointae.data.InputErrors;
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
 * @param mistakes where a bad row is told, which ends the partition; null to throw it
 */
public record PartitionScoring(
        Broadcast<ForwardPassPool> passes,
        ScoringOutputs outputs,
        InvalidRowPolicy invalid,
        RowLocation origin,
        LongAccumulator done,
        InputErrors mistakes)
        implements MapPartitionsFunction<Tuple2<Row, InputRow>, Tuple2<Row, ScoredRow>> {

    @Override
    public Iterator<Tuple2<Row, ScoredRow>> call(Iterator<Tuple2<Row, InputRow>> rows) {
        // An empty partition needs no native memory.
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        Iterator<Tuple2<Row, ScoredRow>> scored = new ScoredRows(rows, this);
        return mistakes == null ? scored : mistakes.guard(scored);
    }
}
