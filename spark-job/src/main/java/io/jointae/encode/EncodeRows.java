package io.jointae.encode;

import io.jointae.encode.column.InputReader;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * The step of a query that encodes the vectors of its rows and adds columns of codes. Spark's optimizer knows it as a step
 * that reads some columns and adds others, so it prunes the columns that nobody reads and applies filters before it; a
 * function for {@code Dataset.mapPartitions} would need all columns of all rows.
 *
 * <p>Spark copies a plan by calling its public constructor with the values of {@link #productElement}.
 */
public final class EncodeRows extends LogicalPlan {

    private final EncodeFields<LogicalPlan> fields;

    /**
     * Creates the step.
     *
     * @param scoring how rows are encoded
     * @param reader reads the vectors
     * @param read the columns of the child that the step reads and that are not part of the output, the vectors first
     * @param computed the new columns of the output
     * @param child the query that supplies the rows
     */
    public EncodeRows(
            PartitionScoring scoring,
            InputReader reader,
            Seq<Attribute> read,
            Seq<Attribute> computed,
            LogicalPlan child) {
        this.fields = new EncodeFields<>(scoring, reader, read, computed, child);
    }

    EncodeFields<LogicalPlan> fields() {
        return fields;
    }

    EncodeRows withChild(LogicalPlan other) {
        return new EncodeRows(fields.scoring(), fields.reader(), fields.read(), fields.computed(), other);
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
    public Seq<LogicalPlan> children() {
        return fields.children();
    }

    /** Returns the step with another child. Spark 4 calls this method. */
    public LogicalPlan withNewChildrenInternal(IndexedSeq<LogicalPlan> children) {
        return withChild(children.head());
    }

    /** Returns the step with another child. Spark 3.5, for Scala 2.12, calls this method. */
    public LogicalPlan withNewChildrenInternal(scala.collection.IndexedSeq<LogicalPlan> children) {
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
        return other instanceof EncodeRows;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodeRows that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }
}
