package io.jointae.score;

import static org.apache.spark.sql.functions.col;

import io.jointae.data.InputErrors;
import io.jointae.encode.EncodedTable;
import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowHandling;
import io.jointae.encode.PartitionScoring;
import io.jointae.encode.RowCheck;
import io.jointae.encode.RowLocation;
import io.jointae.encode.ScoringOutputs;
import io.jointae.encode.classify.ClassColumns;
import io.jointae.encode.column.InputColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/** The two tables that {@code score} writes: the features, and the invalid rows. */
final class ScoreTables {

    private ScoreTables() {}

    /**
     * Returns every column but the vector, and then what is computed.
     *
     * @param rows a partition of the corpus
     * @param passes the broadcast model
     * @param rowsRead counts the rows that were read
     * @param errors collects the error about an invalid row
     */
    static Dataset<Row> features(
            ScoringPlan plan,
            Dataset<Row> rows,
            Broadcast<ForwardPassPool> passes,
            LongAccumulator rowsRead,
            InputErrors errors) {
        InvalidRowHandling invalidRows =
                new InvalidRowHandling(plan.request().invalidRows(), "invalidRows", RowLocation.inTable(), errors);
        List<String> left = Stream.concat(
                        Corpus.ADDED.stream(),
                        Stream.of(rows.columns()).filter(column -> plan.vector().replaces(column)))
                .toList();
        return EncodedTable.withComputed(
                rows,
                plan.vector(),
                new PartitionScoring(passes, plan.outputs(), invalidRows, rowsRead),
                left,
                computed -> named(plan, computed));
    }

    /** Returns the columns that are written with their names. */
    private static List<Column> named(ScoringPlan plan, List<Column> computed) {
        List<Column> columns = new ArrayList<>();
        List<ScoringOutputs.Computed> kinds = plan.outputs().columns();
        for (int i = 0; i < kinds.size(); i++) {
            Column column = computed.get(i);
            switch (kinds.get(i)) {
                case FEATURES -> {
                    if (plan.classifies()) {
                        columns.add(ClassColumns.mostProbable(column).as(ScoreRequest.CLASS));
                        columns.add(ClassColumns.probabilities(column).as(ScoreRequest.PROBABILITIES));
                    } else {
                        columns.add(column.as(ScoreRequest.FEATURES));
                    }
                }
                case RECONSTRUCTION -> columns.add(column.as(ScoreRequest.RECONSTRUCTION));
                case ERROR -> columns.add(column.as(ScoreRequest.RECONSTRUCTION_ERROR));
            }
        }
        return columns;
    }

    /** Returns the invalid rows of the corpus with all of their columns, and then file, row and reason. */
    static Dataset<Row> invalidRows(ScoringPlan plan) {
        Dataset<Row> located = plan.corpus().located();
        StructType schema = located.drop(InputColumns.PROBLEM).schema();
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            Column column = carried(field);
            columns.add(
                    switch (field.name()) {
                        case InputColumns.FILE -> column.as(ScoreRequest.BAD_FILE);
                        case InputColumns.ROW -> column.as(ScoreRequest.BAD_ROW);
                        default -> column;
                    });
        }
        columns.add(col("_2").as(ScoreRequest.BAD_REASON));
        return plan.vector()
                .pairs(located, schema)
                .mapPartitions(
                        new InvalidRows(RowCheck.of(plan.model())),
                        Encoders.tuple(Encoders.row(schema), Encoders.STRING()))
                .select(columns.toArray(Column[]::new));
    }

    /** Returns a column that passes through, under its own name and with its metadata. */
    private static Column carried(StructField field) {
        return col(InputColumns.CARRIED + "." + InputColumns.quoted(field.name()))
                .as(field.name(), field.metadata());
    }
}
