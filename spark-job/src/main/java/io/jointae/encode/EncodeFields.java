package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.encode.column.InputReader;
import io.jointae.spark.ScalaLists;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import scala.collection.Seq;

/**
 * The components that the logical step {@link EncodeRows} and its execution {@link EncodeRowsExec} share. Spark sees each of the
 * them as an element of the step, so that it finds the columns in them.
 *
 * @param scoring how rows are encoded
 * @param reader reads the vectors
 * @param values the column of the child that the reader reads; it is not part of the output
 * @param features the new column of the output
 * @param child the step that supplies the rows
 * @param <P> the type of the steps
 */
@DefaultSerializer(JavaSerializer.class)
record EncodeFields<P>(PartitionScoring scoring, InputReader reader, Attribute values, Attribute features, P child)
        implements Serializable {

    /** The number of components. */
    static final int ARITY = 5;

    /** Returns a component by its position. */
    Object element(int index) {
        return List.of(scoring, reader, values, features, child).get(index);
    }

    /** Returns the child as the list of all children. */
    scala.collection.immutable.List<P> children() {
        return ScalaLists.toScala(List.of(child));
    }

    /** Returns the columns that the step adds. */
    AttributeSet produced() {
        return AttributeSet$.MODULE$.apply(features);
    }

    /**
     * Returns the columns of the child without the vectors, and the codes.
     *
     * @param columns the columns of the child
     */
    scala.collection.immutable.List<Attribute> output(Seq<Attribute> columns) {
        List<Attribute> all = new ArrayList<>(carried(columns, values));
        all.add(features);
        return ScalaLists.toScala(all);
    }

    /** Returns the columns of the child that pass through unchanged. */
    static List<Attribute> carried(Seq<Attribute> columns, Attribute values) {
        return ScalaLists.<Attribute>toJava(columns).stream()
                .filter(column -> !column.exprId().equals(values.exprId()))
                .toList();
    }
}
