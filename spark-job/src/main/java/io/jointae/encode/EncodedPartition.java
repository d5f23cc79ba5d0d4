package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.encode.column.InputReader;
import io.jointae.encode.column.InputRow;
import io.jointae.spark.ScalaLists;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;
import scala.collection.immutable.Seq;

/**
 * Encodes the rows of a partition in Spark's own format, without a conversion of the columns that pass through.
 *
 * @param scoring how rows are encoded
 * @param reader reads the vectors
 * @param columns the columns of the rows
 * @param values the column that the reader reads
 */
@DefaultSerializer(JavaSerializer.class)
record EncodedPartition(PartitionScoring scoring, InputReader reader, Seq<Attribute> columns, Attribute values)
        implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {

    @Override
    public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
        // An empty partition must not allocate the native memory of a pass.
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        List<Attribute> all = ScalaLists.toJava(columns);
        List<Attribute> carried = EncodeFields.carried(columns, values);
        int at = 0;
        while (!all.get(at).exprId().equals(values.exprId())) {
            at++;
        }
        int vector = at;
        UnsafeProjection carry = UnsafeProjection.create(ScalaLists.<Expression>toScala(carried), columns);
        Iterator<Tuple2<InternalRow, InputRow>> pairs =
                mapped(rows, row -> new Tuple2<>(carry.apply(row).copy(), reader.read(row, vector)));
        UnsafeProjection join = UnsafeProjection.create(outputTypes(carried));
        return mapped(
                new ScoredRows<>(pairs, scoring, row -> RowFactory.create()),
                scored -> join.apply(new JoinedRow(scored._1(), codes(scored._2()))));
    }

    private static DataType[] outputTypes(List<Attribute> carried) {
        return Stream.concat(
                        carried.stream().map(Attribute::dataType),
                        Stream.of(DataTypes.createArrayType(DataTypes.FloatType, false)))
                .toArray(DataType[]::new);
    }

    private static InternalRow codes(ScoredRow row) {
        float[] features = row.getFeatures();
        return new GenericInternalRow(
                new Object[] {features == null ? null : UnsafeArrayData.fromPrimitiveArray(features)});
    }

    private static <A, B> Iterator<B> mapped(Iterator<? extends A> from, Function<A, B> function) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return from.hasNext();
            }

            @Override
            public B next() {
                return function.apply(from.next());
            }
        };
    }
}
