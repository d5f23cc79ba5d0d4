package io.jointae.encode;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.encode.column.InputReader;
import io.jointae.spark.ScalaLists;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.Seq;

/**
 * The components that the logical step {@link EncodeRows} and its execution {@link EncodeRowsExec} share. Spark sees each of
 * them as an element of the step, so that it finds the columns in them.
 *
 * @param scoring how rows are encoded
 * @param reader reads the vectors
 * @param read the columns of the child that the step reads and that are not part of the output, the vectors first
 * @param computed the new columns of the output
 * @param child the step that supplies the rows
 * @param <P> the type of the steps
 */
@DefaultSerializer(JavaSerializer.class)
record EncodeFields<P>(
        PartitionScoring scoring,
        InputReader reader,
        scala.collection.immutable.Seq<Attribute> read,
        scala.collection.immutable.Seq<Attribute> computed,
        P child)
        implements Serializable {

    /** The number of components. */
    static final int ARITY = 5;

    /** Returns a component by its position. */
    Object element(int index) {
        return List.of(scoring, reader, read, computed, child).get(index);
    }

    /** Returns the child as the list of all children. */
    scala.collection.immutable.List<P> children() {
        return ScalaLists.toScala(List.of(child));
    }

    /** Returns the columns that the step adds. */
    AttributeSet produced() {
        return AttributeSet$.MODULE$.apply(ScalaLists.<Expression>toScala(ScalaLists.<Attribute>toJava(computed)));
    }

    /**
     * Returns the columns of the child without those that are read, and what is computed.
     *
     * @param columns the columns of the child
     */
    scala.collection.immutable.List<Attribute> output(Seq<Attribute> columns) {
        List<Attribute> all = new ArrayList<>(carried(columns, read));
        all.addAll(ScalaLists.<Attribute>toJava(computed));
        return ScalaLists.toScala(all);
    }

    /** Returns the columns of the child that pass through unchanged. */
    static List<Attribute> carried(Seq<Attribute> columns, Seq<Attribute> read) {
        Set<ExprId> left = ScalaLists.<Attribute>toJava(read).stream()
                .map(Attribute::exprId)
                .collect(Collectors.toSet());
        return ScalaLists.<Attribute>toJava(columns).stream()
                .filter(column -> !left.contains(column.exprId()))
                .toList();
    }
}
