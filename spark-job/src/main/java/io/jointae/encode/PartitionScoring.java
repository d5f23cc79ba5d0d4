package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.encode.column.InputRow;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Encodes the rows of a partition, as a function for {@code Dataset.mapPartitions}.
 *
 * @param passes the broadcast model
 * @param outputs what to compute for each row
 * @param invalidRows what happens to rows that cannot be encoded
 * @param rowsRead counts the rows that were read, invalid ones included; null to count nothing
 */
@DefaultSerializer(JavaSerializer.class)
public record PartitionScoring(
        Broadcast<ForwardPassPool> passes,
        ScoringOutputs outputs,
        InvalidRowHandling invalidRows,
        LongAccumulator rowsRead)
        implements MapPartitionsFunction<Tuple2<Row, InputRow>, Tuple2<Row, ScoredRow>> {

    @Override
    public Iterator<Tuple2<Row, ScoredRow>> call(Iterator<Tuple2<Row, InputRow>> rows) {
        // An empty partition must not allocate the native memory of a pass.
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        Iterator<Tuple2<Row, ScoredRow>> scored = new ScoredRows<>(rows, this, Function.identity());
        return invalidRows.errors() == null ? scored : invalidRows.errors().guard(scored);
    }
}
