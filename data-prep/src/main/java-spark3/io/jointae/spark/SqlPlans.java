package io.jointae.spark;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Dataset$;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.ObjectType;

/** Converts between the tables and columns of Spark SQL and the plans and expressions behind them, in Spark 3.5. */
public final class SqlPlans {

    private SqlPlans() {}

    /** Returns the column that an expression computes. */
    public static Column column(Expression expression) {
        return new Column(expression);
    }

    private static Expression expression(Column column) {
        return column.expr();
    }

    /**
     * Returns the column that a method of an object computes inside Spark's generated code; null where the argument is null.
     * Each task has a copy of the object.
     *
     * @param target the object
     * @param result the type of the column
     * @param method the name of the method
     * @param argument the column whose values are the argument of the method
     */
    public static Column call(Serializable target, DataType result, String method, Column argument) {
        return column(new Invoke(
                Literal.fromObject(target, new ObjectType(target.getClass())),
                method,
                result,
                ScalaLists.toScala(List.of(expression(argument))),
                ScalaLists.<AbstractDataType>toScala(List.of()),
                true,
                true,
                true));
    }

    /** Returns the table that a plan describes. */
    public static Dataset<Row> table(SparkSession spark, LogicalPlan plan) {
        return Dataset$.MODULE$.ofRows(spark, plan);
    }
}
