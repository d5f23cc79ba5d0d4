package io.jointae.encode;

import static org.apache.spark.sql.functions.col;

import io.jointae.encode.column.InputColumns;
import io.jointae.spark.ScalaLists;
import io.jointae.spark.SqlPlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.ExperimentalMethods;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.optimizer.PushDownPredicates$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.types.Metadata;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractPartialFunction;

/** Adds columns of codes to a table by the step {@link EncodeRows}, and teaches a session how to plan that step. */
public final class EncodedTable {

    /** The column of the vectors between two steps; no user sees it. */
    private static final String VALUES = "__jointae_values";

    private EncodedTable() {}

    /**
     * Returns the table with a column of codes at its end.
     *
     * @param vector the columns of the table that hold the vectors
     * @param scoring how rows are encoded
     * @param type the type of the codes
     * @param name the name of the column of codes
     */
    public static Dataset<Row> withFeatures(
            Dataset<?> table, InputColumns vector, PartitionScoring scoring, OutputType type, String name) {
        return withComputed(
                table, vector, scoring, List.of(), computed -> List.of(type.convert(computed.get(0), name)));
    }

    /**
     * Returns the table with what is computed at its end.
     *
     * @param vector the columns of the table that hold the vectors
     * @param scoring how rows are encoded
     * @param left names of columns that are left out; messages about invalid rows take {@link InputColumns#FILE} and
     *     {@link InputColumns#ROW} from them, and a row with an {@link InputColumns#PROBLEM} is invalid
     * @param named returns the columns that are appended, with their names, from {@link ScoringOutputs#columns}
     */
    public static Dataset<Row> withComputed(
            Dataset<?> table,
            InputColumns vector,
            PartitionScoring scoring,
            List<String> left,
            UnaryOperator<List<Column>> named) {
        SparkSession spark = table.sparkSession();
        prepare(spark);
        LogicalPlan child = table.select(col("*"), vector.cells().as(VALUES))
                .queryExecution()
                .analyzed();
        List<Attribute> columns = ScalaLists.toJava(child.output());
        List<Attribute> passed = columns.subList(0, columns.size() - 1);
        List<Attribute> read = new ArrayList<>(List.of(columns.get(columns.size() - 1)));
        passed.stream().filter(column -> left.contains(column.name())).forEach(read::add);
        List<Attribute> computed = scoring.outputs().columns().stream()
                .map(EncodedTable::attribute)
                .toList();
        List<Column> selected = new ArrayList<>();
        passed.stream()
                .filter(column -> !left.contains(column.name()))
                .forEach(column -> selected.add(SqlPlans.column(column)));
        selected.addAll(named.apply(computed.stream().map(SqlPlans::column).toList()));
        EncodeRows step =
                new EncodeRows(scoring, vector.reader(), ScalaLists.toScala(read), ScalaLists.toScala(computed), child);
        return SqlPlans.table(spark, step).select(selected.toArray(Column[]::new));
    }

    private static Attribute attribute(ScoringOutputs.Computed column) {
        return new AttributeReference(
                column.name().toLowerCase(Locale.ROOT),
                column.type(),
                true,
                Metadata.empty(),
                NamedExpression.newExprId(),
                ScalaLists.<String>toScala(List.of()));
    }

    /** Adds the strategy and the rule below to a session, once. */
    private static void prepare(SparkSession spark) {
        ExperimentalMethods methods = spark.experimental();
        synchronized (methods) {
            if (ScalaLists.toJava(methods.extraStrategies()).stream().noneMatch(Planning.class::isInstance)) {
                methods.extraStrategies_$eq(with(methods.extraStrategies(), new Planning()));
                methods.extraOptimizations_$eq(with(methods.extraOptimizations(), new FilterFirst()));
            }
        }
    }

    private static <T> Seq<T> with(scala.collection.Seq<T> some, T another) {
        List<T> all = ScalaLists.toJava(some);
        all.add(another);
        return ScalaLists.toScala(all);
    }

    /** Plans {@link EncodeRows} as {@link EncodeRowsExec}. */
    private static final class Planning extends SparkStrategy {

        @Override
        public Seq<SparkPlan> apply(LogicalPlan plan) {
            List<SparkPlan> planned = plan instanceof EncodeRows step
                    ? List.of(new EncodeRowsExec(
                            step.fields().scoring(),
                            step.fields().reader(),
                            step.fields().read(),
                            step.fields().computed(),
                            planLater(step.fields().child())))
                    : List.of();
            return ScalaLists.toScala(planned);
        }
    }

    /** Applies the filters that do not read the codes before the rows are encoded. */
    private static final class FilterFirst extends Rule<LogicalPlan> {

        @Override
        public LogicalPlan apply(LogicalPlan plan) {
            LogicalPlan filtered = plan.transformDown(new AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
                @Override
                public boolean isDefinedAt(LogicalPlan step) {
                    return step instanceof Filter filter && filter.child() instanceof EncodeRows;
                }

                @Override
                @SuppressWarnings("unchecked")
                public <A extends LogicalPlan, B> B applyOrElse(A step, scala.Function1<A, B> otherwise) {
                    return isDefinedAt(step) ? (B) pushed((Filter) step) : otherwise.apply(step);
                }
            });
            // The moved filters sit above the steps that read the table, which may let them through.
            return filtered.fastEquals(plan) ? plan : PushDownPredicates$.MODULE$.apply(filtered);
        }

        private static LogicalPlan pushed(Filter filter) {
            EncodeRows step = (EncodeRows) filter.child();
            LogicalPlan rows = step.fields().child();
            List<Expression> conditions = conjuncts(filter.condition());
            Predicate<Expression> independent = condition ->
                    condition.deterministic() && condition.references().subsetOf(rows.outputSet());
            List<Expression> before = conditions.stream().filter(independent).toList();
            List<Expression> after =
                    conditions.stream().filter(independent.negate()).toList();
            if (before.isEmpty() || !filter.condition().deterministic()) {
                return filter;
            }
            LogicalPlan encoded = step.withChild(new Filter(all(before), rows));
            return after.isEmpty() ? encoded : new Filter(all(after), encoded);
        }

        private static List<Expression> conjuncts(Expression condition) {
            if (condition instanceof And and) {
                List<Expression> both = new ArrayList<>(conjuncts(and.left()));
                both.addAll(conjuncts(and.right()));
                return both;
            }
            return List.of(condition);
        }

        private static Expression all(List<Expression> conditions) {
            return conditions.stream().reduce(And::new).orElseThrow();
        }
    }
}
