package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * How the rows of a partition are encoded.
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
        implements Serializable {}
