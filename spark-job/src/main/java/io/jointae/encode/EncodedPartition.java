package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.InputErrors;
import io.jointae.encode.column.InputReader;
import io.jointae.spark.ScalaLists;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;

/**
 * Encodes the rows of a partition in Spark's own format, without a conversion of the columns that pass through.
 *
 * @param scoring how rows are encoded
 * @param reader reads the vectors
 * @param columns the columns of the rows
 * @param read the columns that the step reads and does not pass on, the vectors first
 */
@DefaultSerializer(JavaSerializer.class)
record EncodedPartition(PartitionScoring scoring, InputReader reader, Seq<Attribute> columns, Seq<Attribute> read)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {

    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        List<Attribute> carried = EncodeFields.carried(columns, read);
        UnsafeProjection carry = UnsafeProjection.create(ScalaLists.<Expression>toScala(carried), columns);
        UnsafeProjection join = UnsafeProjection.create(Stream.concat(
                        carried.stream().map(Attribute::dataType),
                        scoring.outputs().columns().stream().map(ScoringOutputs.Computed::type))
                .toArray(DataType[]::new));
        EncodedRows.Columns positions = EncodedRows.Columns.of(ScalaLists.toJava(columns), ScalaLists.toJava(read));
        Iterator<InternalRow> encoded = new EncodedRows(
                rows,
                scoring,
                new EncodedRows.Conversion(
                        reader, positions, row -> carry.apply(row).copy(), join::apply));
        InputErrors errors = scoring.invalidRows().errors();
        return errors == null ? encoded : errors.guard(encoded);
    }
}
