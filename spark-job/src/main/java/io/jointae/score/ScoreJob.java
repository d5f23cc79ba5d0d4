package io.jointae.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import io.jointae.data.InputErrors;
import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.PartitionScoring;
import io.jointae.encode.RowCheck;
import io.jointae.encode.RowLocation;
import io.jointae.encode.ScoringColumns;
import io.jointae.encode.ScoringOutputs;
import io.jointae.encode.VectorColumn;
import io.jointae.ml.FeatureParams;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Architecture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/**
 * One run of {@code score}: each partition of the input scored and kept in {@code OUTPUT.run}, the rows
 * counted on both sides, and only then the output under its name.
 */
public final class ScoreJob {

    private static final int WIDTH_SAMPLE = 20;

    private final SparkSession spark;
    private final ScoreRequest request;
    private final Consumer<String> progress;
    private final Configuration conf;

    /** @param progress takes lines for people */
    public ScoreJob(SparkSession spark, ScoreRequest request, Consumer<String> progress) {
        this.spark = spark;
        this.request = request;
        this.progress = progress;
        this.conf = spark.sessionState().newHadoopConf();
    }

    /**
     * Refuses outputs that exist, without a session and before anything is read.
     *
     * @throws InvalidInputException naming what is in the way
     */
    public static void checkOutput(Configuration conf, ScoreRequest request) throws IOException {
        if (!request.overwrite()) {
            PendingOutput.refuseExisting(conf, request.output());
            PendingOutput.refuseExisting(conf, request.bad());
            ResumableOutput.refuseLeftOver(conf, request);
        }
    }

    /**
     * Scores.
     *
     * @throws InvalidInputException if the model, the input or one of its rows is not what it should be; then there is no output
     */
    public ScoreSummary run() throws IOException {
        long begin = System.nanoTime();
        checkOutput(conf, request);
        ModelDirectory model = ModelDirectory.read(conf, request.model());
        Architecture architecture = model.model().architecture();
        int layer = request.layer() == null ? architecture.depth() : request.layer();
        ScoringOutputs outputs = new ScoringOutputs(
                        layer, request.reconstruction(), request.reconstructionError(), false)
                .check(architecture);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        InputErrors mistakes = new InputErrors(context);
        Corpus corpus =
                Corpus.open(spark, InputFiles.find(conf, request.inputs()).apartFrom(conf, request.output()), mistakes);
        VectorColumn vector = vector(corpus.table().schema());
        checkWidth(corpus, vector, architecture.inputs());
        String words = "score " + String.join(",", request.inputs()) + " by "
                + model.card().name() + ", layer " + layer;
        context.setJobDescription(words + ": counting rows");
        long rowsIn = corpus.rows();
        ResumableOutput workshop = ResumableOutput.open(conf, request, model, layer, vector.name());
        try {
            score(workshop, corpus, rowsIn, vector, passes(model), outputs, mistakes, words);
            context.setJobDescription(words + ": counting features");
            long rowsOut = workshop.rows(spark);
            long rowsBad = rowsIn == rowsOut ? 0 : writeBad(workshop, corpus, vector, architecture.inputs(), words);
            context.setJobDescription(null);
            if (rowsOut + rowsBad != rowsIn) {
                throw new IllegalStateException(String.format(
                        "%s: %d rows in, %d scored and %d bad: did the input change? Nothing was put in place",
                        request.output(), rowsIn, rowsOut, rowsBad));
            }
            workshop.commit(rowsBad > 0);
            return new ScoreSummary(
                    model.card().name(),
                    layer,
                    request.inputs(),
                    request.output(),
                    rowsIn,
                    rowsOut,
                    rowsBad,
                    rowsBad > 0 ? request.bad() : null,
                    (System.nanoTime() - begin) * 1e-9);
        } catch (IOException | RuntimeException e) {
            workshop.leave();
            throw e;
        }
    }

    private Broadcast<ForwardPassPool> passes(ModelDirectory model) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .broadcast(new ForwardPassPool(model.model(), FeatureParams.DEFAULT_BATCH));
    }

    /** Writes the partitions that are missing. */
    private void score(
            ResumableOutput workshop,
            Corpus corpus,
            long rowsIn,
            VectorColumn vector,
            Broadcast<ForwardPassPool> passes,
            ScoringOutputs outputs,
            InputErrors mistakes,
            String words)
            throws IOException {
        SortedMap<String, Supplier<Dataset<Row>>> missing = workshop.missing(corpus.partitions());
        long kept = missing.size() == corpus.partitions().size() ? 0 : workshop.rows(spark);
        if (kept > 0) {
            progress.accept(String.format(Locale.ROOT, "score: %,d rows are complete of an interrupted run", kept));
        }
        LongAccumulator done = spark.sparkContext().longAccumulator("rows scored");
        try (ScoreProgress line = new ScoreProgress(done, rowsIn - kept, progress)) {
            line.start();
            new PartitionJobs(spark, words, mistakes).run(missing, (name, rows) -> {
                Dataset<Row> scored = scored(rows, vector, passes, outputs, done, mistakes);
                workshop.write(name, scored, mistakes);
            });
        } finally {
            passes.destroy();
        }
        mistakes.throwIfAny();
    }

    private VectorColumn vector(StructType schema) {
        VectorColumn vector =
                request.column() == null ? VectorColumn.only(schema) : VectorColumn.of(schema, request.column());
        List<String> reserved = new ArrayList<>(List.of(ScoreRequest.FEATURES));
        if (request.reconstruction()) {
            reserved.add(ScoreRequest.RECONSTRUCTION);
        }
        if (request.reconstructionError()) {
            reserved.add(ScoreRequest.RECONSTRUCTION_ERROR);
        }
        if (request.skipBad()) {
            reserved.addAll(List.of(ScoreRequest.BAD_FILE, ScoreRequest.BAD_ROW, ScoreRequest.BAD_REASON));
        }
        for (String name : schema.fieldNames()) {
            // Spark takes names that differ in case for the same.
            if (!name.equals(vector.name()) && reserved.stream().anyMatch(name::equalsIgnoreCase)) {
                throw InvalidInputException.of("--input has a column %s, which score adds: rename it", name);
            }
        }
        return vector;
    }

    /** Looks at a few rows: where none of them fits, the model is the wrong one, whatever the rest holds. */
    private void checkWidth(Corpus corpus, VectorColumn vector, int inputs) {
        vector.checkWidth(inputs);
        List<Integer> widths = Corpus.reading(() -> corpus.table()
                .limit(WIDTH_SAMPLE)
                .select(size(vector.floats()).as("width"))
                .where(col("width").geq(0))
                .as(Encoders.INT())
                .collectAsList());
        if (!widths.isEmpty() && !widths.contains(inputs)) {
            throw InvalidInputException.of(
                    "--model %s has %d inputs, but --input %s has rows of %d values: choose the model that fits",
                    request.model(), inputs, String.join(",", request.inputs()), widths.get(0));
        }
    }

    /** Every column but the vector, then what is computed. */
    private Dataset<Row> scored(
            Dataset<Row> rows,
            VectorColumn vector,
            Broadcast<ForwardPassPool> passes,
            ScoringOutputs outputs,
            LongAccumulator done,
            InputErrors mistakes) {
        StructType carried = without(rows.schema(), vector.name());
        PartitionScoring scoring = new PartitionScoring(
                passes,
                outputs,
                request.skipBad() ? InvalidRowPolicy.SKIP : InvalidRowPolicy.ERROR,
                origin(carried),
                done,
                request.skipBad() ? null : mistakes);
        List<Column> columns = new ArrayList<>();
        for (StructField field : carried.fields()) {
            if (!field.name().equals(Corpus.FILE) && !field.name().equals(Corpus.ROW)) {
                columns.add(ScoringColumns.carried(field));
            }
        }
        columns.add(ScoringColumns.scored("features", ScoreRequest.FEATURES));
        if (outputs.reconstruction()) {
            columns.add(ScoringColumns.scored("reconstruction", ScoreRequest.RECONSTRUCTION));
        }
        if (outputs.error()) {
            columns.add(ScoringColumns.scored("error", ScoreRequest.RECONSTRUCTION_ERROR));
        }
        return ScoringColumns.paired(rows, carried, vector)
                .mapPartitions(scoring, ScoringColumns.scored(carried))
                .select(columns.toArray(Column[]::new));
    }

    /** A second reading, made only where rows are missing: they are few, and a table of their own. */
    private long writeBad(ResumableOutput workshop, Corpus corpus, VectorColumn vector, int inputs, String words) {
        spark.sparkContext().setJobDescription(words + ": writing bad rows aside");
        StructType all = corpus.located().schema();
        List<Column> columns = new ArrayList<>();
        for (StructField field : all.fields()) {
            Column column = ScoringColumns.carried(field);
            columns.add(
                    switch (field.name()) {
                        case Corpus.FILE -> column.as(ScoreRequest.BAD_FILE);
                        case Corpus.ROW -> column.as(ScoreRequest.BAD_ROW);
                        default -> column;
                    });
        }
        columns.add(col("_2").as(ScoreRequest.BAD_REASON));
        Dataset<Row> bad = ScoringColumns.paired(corpus.located(), all, vector)
                .mapPartitions(
                        new InvalidRows(new RowCheck(inputs)), Encoders.tuple(Encoders.row(all), Encoders.STRING()))
                .select(columns.toArray(Column[]::new));
        bad.write().mode("overwrite").parquet(workshop.bad().toString());
        return spark.read().parquet(workshop.bad().toString()).count();
    }

    private static RowLocation origin(StructType carried) {
        List<String> names = Arrays.asList(carried.fieldNames());
        return new RowLocation(names.indexOf(Corpus.FILE), names.indexOf(Corpus.ROW));
    }

    private static StructType without(StructType schema, String name) {
        StructType rest = new StructType();
        for (StructField field : schema.fields()) {
            if (!field.name().equals(name)) {
                rest = rest.add(field);
            }
        }
        return rest;
    }
}
