package io.jointae.encode;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.execution.SparkPlan;
import scala.collection.IndexedSeq;
import scala.collection.Seq;

/** Executes {@link EncodeRows}: each partition is encoded batch by batch, in the order of its rows. */
public final class EncodeRowsExec extends SparkPlan {

    private static final long serialVersionUID = 1;

    private final EncodeFields<SparkPlan> fields;

    /** Creates the step with the same arguments as {@link EncodeRows}. */
    public EncodeRowsExec(PartitionScoring scoring, Attribute values, Attribute features, SparkPlan child) {
        this.fields = new EncodeFields<>(scoring, values, features, child);
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
                .mapPartitions(
                        new EncodedPartition(fields.scoring(), fields.child().output(), fields.values()))
                .rdd();
    }

    @Override
    public Seq<SparkPlan> children() {
        return fields.children();
    }

    @Override
    public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
        return new EncodeRowsExec(fields.scoring(), fields.values(), fields.features(), children.head());
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
