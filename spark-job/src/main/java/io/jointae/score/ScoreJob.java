package io.jointae.score;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.InputErrors;
import io.jointae.encode.ForwardPassPool;
import io.jointae.runtime.ClusterApplication;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * Runs {@code score}: encodes each partition of the input, keeps complete partitions in {@code OUTPUT.run}, counts the
 * rows that were read and written, and only then moves the output to its name.
 */
public final class ScoreJob {

    private final SparkSession spark;
    private final JavaSparkContext context;
    private final ScoreRequest request;
    private final Consumer<String> progress;
    private final Configuration conf;

    /**
     * Prepares a job; {@link #run} runs it.
     *
     * @param request what to read, compute and write
     * @param progress receives lines that describe the progress of the job
     */
    public ScoreJob(SparkSession spark, ScoreRequest request, Consumer<String> progress) {
        this.spark = spark;
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.request = request;
        this.progress = progress;
        this.conf = spark.sessionState().newHadoopConf();
    }

    /**
     * Refuses an output that exists. It needs no Spark session and reads no data.
     *
     * @throws InvalidInputException if the output, the side table or an interrupted run exists and the request does not
     *     say what happens to it
     */
    public static void checkOutput(Configuration conf, ScoreRequest request) throws IOException {
        ResumableOutput.checkOutput(conf, request);
    }

    /**
     * Returns the summary of an output that a run with the same request has written completely, if this run resumes.
     *
     * @return empty if there is something to do
     * @throws InvalidInputException if the output exists and this run must not replace it, or if the model or the input is
     *     invalid
     */
    public Optional<ScoreSummary> written() throws IOException {
        checkOutput(conf, request);
        if (!ResumableOutput.isWritten(new Path(request.output()).getFileSystem(conf), request)) {
            return Optional.empty();
        }
        long begin = System.nanoTime();
        ScoringPlan plan = ScoringPlan.open(spark, request, new InputErrors(context));
        ResumableOutput.releaseWritten(conf, plan, ClusterApplication.of(spark.sparkContext()));
        long rowsIn = plan.corpus().rows();
        long rowsOut = spark.read().parquet(request.output()).count();
        return Optional.of(summary(plan, new ScoreSummary.Rows(rowsIn, rowsOut, rowsIn - rowsOut), begin));
    }

    /**
     * Encodes all rows and writes the output. An output that {@link #written} finds is kept.
     *
     * @throws InvalidInputException if the model, the input or a row is invalid; then no output is written
     */
    public ScoreSummary run() throws IOException {
        long begin = System.nanoTime();
        Optional<ScoreSummary> written = written();
        if (written.isPresent()) {
            return written.get();
        }
        InputErrors errors = new InputErrors(context);
        ScoringPlan plan = ScoringPlan.open(spark, request, errors);
        context.setJobDescription(plan.describe() + ": counting the rows of the input");
        long rowsIn = plan.corpus().rows();
        try (ResumableOutput output = ResumableOutput.open(conf, plan, ClusterApplication.of(spark.sparkContext()))) {
            return run(plan, output, rowsIn, begin, errors);
        }
    }

    private ScoreSummary run(ScoringPlan plan, ResumableOutput output, long rowsIn, long beginNanos, InputErrors errors)
            throws IOException {
        try {
            writeFeatures(plan, output, rowsIn, errors);
            context.setJobDescription(plan.describe() + ": counting the rows of the output");
            long rowsOut = output.rows(spark);
            long rowsBad = rowsIn == rowsOut ? 0 : writeInvalidRows(plan, output);
            context.setJobDescription(null);
            ScoreSummary.Rows rows = new ScoreSummary.Rows(rowsIn, rowsOut, rowsBad);
            checkCounts(rows);
            output.commit(rowsBad > 0);
            return summary(plan, rows, beginNanos);
        } catch (IOException | RuntimeException e) {
            output.leave();
            throw e;
        }
    }

    private ScoreSummary summary(ScoringPlan plan, ScoreSummary.Rows rows, long beginNanos) {
        return new ScoreSummary(
                plan.model().card().name(),
                plan.layer(),
                request.inputs(),
                request.output(),
                rows,
                rows.rowsBad() > 0 ? request.badOutput() : null,
                (System.nanoTime() - beginNanos) * 1e-9);
    }

    private void checkCounts(ScoreSummary.Rows rows) {
        if (rows.rowsOut() + rows.rowsBad() != rows.rowsIn()) {
            throw InvalidInputException.of(
                    "%s was not written: %d rows were read, but %d were encoded and %d are invalid, so that the input has"
                            + " changed during the run. Run it again when nothing writes to the input.",
                    request.output(), rows.rowsIn(), rows.rowsOut(), rows.rowsBad());
        }
    }

    /** Encodes the partitions that an interrupted run has not completed. */
    private void writeFeatures(ScoringPlan plan, ResumableOutput output, long rowsIn, InputErrors errors)
            throws IOException {
        SortedMap<String, Supplier<Dataset<Row>>> all = plan.corpus().partitions();
        SortedMap<String, Supplier<Dataset<Row>>> missing = output.missing(all);
        long complete = missing.size() == all.size() ? 0 : output.rows(spark);
        if (complete > 0) {
            progress.accept("score: keeping " + Count.of(complete, "row") + " of the interrupted run");
        }
        LongAccumulator rowsRead = spark.sparkContext().longAccumulator("rows encoded");
        Broadcast<ForwardPassPool> passes = context.broadcast(
                new ForwardPassPool(plan.model(), ForwardPassPool.DEFAULT_BATCH_SIZE, request.arithmetic()));
        try (ScoreProgress reports = new ScoreProgress(rowsRead, rowsIn - complete, progress)) {
            reports.start();
            new PartitionJobs(spark, plan.describe(), errors)
                    .run(
                            missing,
                            (name, rows) -> output.write(
                                    name, ScoreTables.features(plan, rows, passes, rowsRead, errors), errors));
        } finally {
            passes.destroy();
        }
        errors.throwIfAny();
    }

    /** Reads the input a second time, only if rows are missing, and returns how many invalid rows it wrote. */
    private long writeInvalidRows(ScoringPlan plan, ResumableOutput output) throws IOException {
        context.setJobDescription(plan.describe() + ": writing the invalid rows");
        return output.writeInvalidRows(ScoreTables.invalidRows(plan));
    }
}
