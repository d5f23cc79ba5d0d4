package io.jointae.encode;

import java.util.List;
import java.util.Objects;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.execution.SparkPlan;
import scala.collection.IndexedSeq;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Executes {@link EncodeRows}: each partition is encoded batch by batch, in the order of its rows. */
public final class EncodeRowsExec extends SparkPlan {

    private static final long serialVersionUID = 1;

    private final PartitionScoring scoring;
    private final Attribute values;
    private final Attribute features;
    private final SparkPlan child;

    /** Creates the step with the same arguments as {@link EncodeRows}. */
    public EncodeRowsExec(PartitionScoring scoring, Attribute values, Attribute features, SparkPlan child) {
        this.scoring = scoring;
        this.values = values;
        this.features = features;
        this.child = child;
    }

    @Override
    public Seq<Attribute> output() {
        return EncodeRows.output(child.output(), values, features);
    }

    @Override
    public AttributeSet producedAttributes() {
        return AttributeSet$.MODULE$.apply(features);
    }

    @Override
    public RDD<InternalRow> doExecute() {
        return child.execute()
                .toJavaRDD()
                .mapPartitions(new EncodedPartition(scoring, child.output(), values))
                .rdd();
    }

    @Override
    public Seq<SparkPlan> children() {
        return JavaConverters.asScalaBuffer(List.of(child)).toList();
    }

    @Override
    public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
        return new EncodeRowsExec(scoring, values, features, children.head());
    }

    @Override
    public int productArity() {
        return 4;
    }

    @Override
    public Object productElement(int index) {
        return List.of(scoring, values, features, child).get(index);
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof EncodeRowsExec;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodeRowsExec that
                && scoring.equals(that.scoring)
                && values.equals(that.values)
                && features.equals(that.features)
                && child.equals(that.child);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scoring, values, features, child);
    }
}
