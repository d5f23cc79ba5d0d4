package io.jointae.score;

import static org.apache.spark.sql.functions.col;

import io.jointae.data.InputErrors;
import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowHandling;
import io.jointae.encode.PartitionScoring;
import io.jointae.encode.RowCheck;
import io.jointae.encode.RowLocation;
import io.jointae.encode.ScoringColumns;
import io.jointae.encode.classify.ClassColumns;
import io.jointae.encode.column.InputColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        StructType carried = without(rows.schema(), plan.vector());
        InvalidRowHandling invalidRows =
                new InvalidRowHandling(plan.request().invalidRows(), "invalidRows", location(carried), errors);
        List<Column> columns = new ArrayList<>();
        for (StructField field : carried.fields()) {
            if (!Corpus.ADDED.contains(field.name())) {
                columns.add(ScoringColumns.carried(field));
            }
        }
        Column codes = ScoringColumns.output("features", ScoreRequest.FEATURES);
        if (plan.classifies()) {
            columns.add(ClassColumns.mostProbable(codes).as(ScoreRequest.CLASS));
            columns.add(ClassColumns.probabilities(codes).as(ScoreRequest.PROBABILITIES));
        } else {
            columns.add(codes);
        }
        if (plan.outputs().reconstruction()) {
            columns.add(ScoringColumns.output("reconstruction", ScoreRequest.RECONSTRUCTION));
        }
        if (plan.outputs().error()) {
            columns.add(ScoringColumns.output("error", ScoreRequest.RECONSTRUCTION_ERROR));
        }
        return plan.vector()
                .pairs(rows, carried)
                .mapPartitions(
                        new PartitionScoring(passes, plan.outputs(), invalidRows, rowsRead),
                        ScoringColumns.outputEncoder(carried))
                .select(columns.toArray(Column[]::new));
    }

    /** Returns the invalid rows of the corpus with all of their columns, and then file, row and reason. */
    static Dataset<Row> invalidRows(ScoringPlan plan) {
        Dataset<Row> located = plan.corpus().located();
        StructType schema = located.drop(InputColumns.PROBLEM).schema();
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            Column column = ScoringColumns.carried(field);
            columns.add(
                    switch (field.name()) {
                        case Corpus.FILE -> column.as(ScoreRequest.BAD_FILE);
                        case Corpus.ROW -> column.as(ScoreRequest.BAD_ROW);
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

    private static RowLocation location(StructType carried) {
        List<String> names = Arrays.asList(carried.fieldNames());
        return RowLocation.inFile(names.indexOf(Corpus.FILE), names.indexOf(Corpus.ROW));
    }

    private static StructType without(StructType schema, InputColumns vector) {
        StructType rest = new StructType();
        for (StructField field : schema.fields()) {
            if (!vector.replaces(field.name())) {
                rest = rest.add(field);
            }
        }
        return rest;
    }
}
