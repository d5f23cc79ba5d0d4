package io.jointae.encode;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.IndexedSeq;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The step of a query that encodes the vectors of its rows and adds a column of codes. Spark's optimizer knows it as a step
 * that reads one column and adds another, so it prunes the columns that nobody reads and applies filters before it; a
 * function for {@code Dataset.mapPartitions} would need all columns of all rows.
 *
 * <p>Spark copies a plan by calling its public constructor with the values of {@link #productElement}.
 */
public final class EncodeRows extends LogicalPlan {

    private final PartitionScoring scoring;
    private final Attribute values;
    private final Attribute features;
    private final LogicalPlan child;

    /**
     * Creates the step.
     *
     * @param scoring how rows are encoded
     * @param values the column of the child that holds the vectors as {@code array<float>}; it is not part of the output
     * @param features the new column of the output
     * @param child the query that supplies the rows
     */
    public EncodeRows(PartitionScoring scoring, Attribute values, Attribute features, LogicalPlan child) {
        this.scoring = scoring;
        this.values = values;
        this.features = features;
        this.child = child;
    }

    PartitionScoring scoring() {
        return scoring;
    }

    Attribute values() {
        return values;
    }

    Attribute features() {
        return features;
    }

    LogicalPlan child() {
        return child;
    }

    EncodeRows withChild(LogicalPlan other) {
        return new EncodeRows(scoring, values, features, other);
    }

    @Override
    public Seq<Attribute> output() {
        return output(child.output(), values, features);
    }

    /** Returns the columns of the child without the vectors, and the codes. */
    static Seq<Attribute> output(Seq<Attribute> child, Attribute values, Attribute features) {
        List<Attribute> columns = new java.util.ArrayList<>(carried(child, values));
        columns.add(features);
        return JavaConverters.asScalaBuffer(columns).toList();
    }

    /** Returns the columns of the child that pass through unchanged. */
    static List<Attribute> carried(Seq<Attribute> child, Attribute values) {
        return JavaConverters.seqAsJavaList(child).stream()
                .filter(column -> !column.exprId().equals(values.exprId()))
                .toList();
    }

    @Override
    public AttributeSet producedAttributes() {
        return AttributeSet$.MODULE$.apply(features);
    }

    @Override
    public Seq<LogicalPlan> children() {
        return JavaConverters.asScalaBuffer(List.of(child)).toList();
    }

    @Override
    public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
        return withChild(children.head());
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
        return other instanceof EncodeRows;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodeRows that
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
