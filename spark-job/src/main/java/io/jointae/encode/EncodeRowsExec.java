package io.jointae.encode;

import io.jointae.encode.column.InputReader;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.execution.SparkPlan;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** Executes {@link EncodeRows}: each partition is encoded batch by batch, in the order of its rows. */
public final class EncodeRowsExec extends SparkPlan {

    private static final long serialVersionUID = 1;

    private final EncodeFields<SparkPlan> fields;

    /** Creates the step with the same arguments as {@link EncodeRows}. */
    public EncodeRowsExec(
            PartitionScoring scoring,
            InputReader reader,
            Seq<Attribute> read,
            Seq<Attribute> computed,
            SparkPlan child) {
        this.fields = new EncodeFields<>(scoring, reader, read, computed, child);
    }

    @Override
    public Seq<Attribute> output() {
        return fields.output(fields.child().output());
    }

    @Override
    public AttributeSet producedAttributes() {
        return fields.produced();
    }

    @Override
    public RDD<InternalRow> doExecute() {
        return fields.child()
                .execute()
                .toJavaRDD()
                .mapPartitions(new EncodedPartition(
                        fields.scoring(),
                        fields.reader(),
                        fields.child().output().toList(),
                        fields.read()))
                .rdd();
    }

    @Override
    public Seq<SparkPlan> children() {
        return fields.children();
    }

    private EncodeRowsExec withChild(SparkPlan other) {
        return new EncodeRowsExec(fields.scoring(), fields.reader(), fields.read(), fields.computed(), other);
    }

    /** Returns the step with another child. Spark 4 calls this method. */
    public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
        return withChild(children.head());
    }

    /** Returns the step with another child. Spark 3.5, for Scala 2.12, calls this method. */
    public SparkPlan withNewChildrenInternal(scala.collection.IndexedSeq<SparkPlan> children) {
        return withChild(children.head());
    }

    @Override
    public int productArity() {
        return EncodeFields.ARITY;
    }

    @Override
    public Object productElement(int index) {
        return fields.element(index);
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof EncodeRowsExec;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodeRowsExec that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }
}
