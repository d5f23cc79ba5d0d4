package io.jointae.train;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Lease;
import io.jointae.base.LeaseRequest;
import io.jointae.base.PendingOutput;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.model.CodeMeasurement;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.runtime.ClusterApplication;
import io.jointae.stack.StackModel;
import io.jointae.statistics.CodeStatistics;
import io.jointae.train.averaging.RoundMemory;
import io.jointae.train.averaging.RunOverrides;
import io.jointae.train.listener.Checkpoints;
import io.jointae.train.listener.DivergenceGuard;
import io.jointae.train.listener.MetricsFile;
import io.jointae.train.listener.RunListener;
import io.jointae.train.listener.SparkMetrics;
import io.jointae.train.listener.TrainingDivergedException;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.DataMemory;
import io.jointae.train.watch.RunWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A training run from options to a model directory. During the run, its metrics and checkpoints are in the directory
 * {@code MODEL.run}. At the end the complete model appears under its name, and the run directory is deleted.
 *
 * @param options the options of training
 * @param model the model directory to write, as any Hadoop path
 * @param resume whether to continue from the checkpoint of an interrupted run, if there is one
 * @param overwrite whether to replace an existing model or an interrupted run
 * @param checkpointSeconds the minimum time between two checkpoints; 0 writes one after every round
 */
public record TrainingRun(
        TrainingOptions options, String model, boolean resume, boolean overwrite, double checkpointSeconds) {

    static final LeaseRequest LEASE =
            new LeaseRequest("training run", "choose another model directory", FieldName.of("model"));

    public TrainingRun {
        if (!(checkpointSeconds >= 0)) {
            throw InvalidInputException.ofField(
                    "checkpoint-every", "%s is invalid: it must be a number of 0 or more.", checkpointSeconds);
        }
    }

    /**
     * Checks that the run may write its output. Reads no data.
     *
     * @throws InvalidInputException if a model or an interrupted run exists that must not be replaced
     */
    public void checkOutput(Configuration conf) throws IOException {
        if (!overwrite) {
            PendingOutput.refuseExisting(conf, model);
        }
        Path run = runDirectory();
        if (!resume && !overwrite && run.getFileSystem(conf).exists(run)) {
            if (Lease.isHeld(conf, run.toString())) {
                throw InvalidInputException.of(
                        "%s is in use: another training run writes there. Wait until that run ends, or choose another model"
                                + " directory (%s).",
                        run, FieldName.of("model"));
            }
            throw InvalidInputException.of(
                    "%s belongs to an interrupted run: set %s to continue it, or %s to start again.",
                    run, FieldName.of("resume"), FieldName.of("overwrite"));
        }
    }

    /**
     * Checks everything that can be checked without reading the data.
     *
     * @param data the manifest of the dataset
     * @throws InvalidInputException if the options do not fit the dataset, the output or the checkpoint to resume from
     */
    public void check(Configuration conf, Manifest data) throws IOException {
        checkOutput(conf);
        Training.check(data, options.plan(data.name(), data.shape().size()));
        if (resume) {
            checkpoints(conf, data.hash()).latest();
        }
    }

    /**
     * Returns the options with which an interrupted run began, as {@link TrainingOptions#toMap} gave them.
     *
     * @param model the model directory that the run was to write, as any Hadoop path
     * @return the texts of the options; empty if the run left no complete checkpoint
     */
    public static Optional<SortedMap<String, String>> interruptedOptions(Configuration conf, String model)
            throws IOException {
        return Checkpoints.options(conf, runDirectory(model));
    }

    private Checkpoints checkpoints(Configuration conf, String dataHash) throws IOException {
        SortedMap<String, String> determiningOptions = new TreeMap<>(options.toMap());
        determiningOptions.put("data", dataHash);
        return new Checkpoints(conf, runDirectory(), determiningOptions, checkpointSeconds);
    }

    /**
     * Trains and writes the model.
     *
     * @param more listeners in addition to the checkpoints, the metrics file and the divergence guard
     * @return the trained model, which has been written
     * @throws InvalidInputException if the dataset or the checkpoint does not fit the options, or the model does not fit
     *     the memory of the session
     * @throws TrainingDivergedException if the training cost explodes
     */
    public ModelDirectory train(SparkSession spark, PreparedDataset data, List<RunListener> more) throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        checkOutput(conf);
        checkFits(spark, data);
        LeaseRequest request = LEASE.with(ClusterApplication.of(spark.sparkContext()));
        // The holder may have died on another machine.
        try (Lease lease = Lease.take(conf, runDirectory().toString(), request)) {
            if (!overwrite) {
                // The run that had the lock before may have written the model.
                PendingOutput.refuseExisting(conf, model);
            }
            if (!resume) {
                lease.deleteContents();
            }
            return train(spark, data, more, RunOverrides.NONE, Optional.of(lease));
        }
    }

    private void checkFits(SparkSession spark, PreparedDataset data) {
        TrainingPlan plan = options.plan(data.name(), data.width());
        Training.check(data.manifest(), plan);
        RoundMemory.check(spark.sparkContext().getConf(), plan);
        DataMemory.of(plan, data).check(JavaSparkContext.fromSparkContext(spark.sparkContext()));
    }

    /**
     * Trains as part of several runs that share work. The caller makes sure that no other run writes the same model.
     *
     * @param overrides how this run differs from a run of its own
     * @return the trained model. If the run paused, this is the model at that point, which has not been written: a run
     *     that resumes continues from its checkpoint
     */
    public ModelDirectory train(
            SparkSession spark, PreparedDataset data, List<RunListener> more, RunOverrides overrides)
            throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        checkOutput(conf);
        checkFits(spark, data);
        if (!resume) {
            runDirectory().getFileSystem(conf).delete(runDirectory(), true);
        }
        return train(spark, data, more, overrides, Optional.empty());
    }

    private ModelDirectory train(
            SparkSession spark,
            PreparedDataset data,
            List<RunListener> more,
            RunOverrides overrides,
            Optional<Lease> lease)
            throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        TrainingPlan plan = options.plan(data.name(), data.width());
        Path run = runDirectory();
        FileSystem fileSystem = run.getFileSystem(conf);
        Instant started = Instant.now();
        Checkpoints checkpoints = checkpoints(conf, data.hash());
        AtomicBoolean paused = new AtomicBoolean();
        Optional<TrainingState> checkpoint = resume ? checkpoints.latest() : Optional.empty();
        fileSystem.mkdirs(run);

        MetricsFile metricsFile = new MetricsFile(conf, run);
        List<EpochRecord> history = new ArrayList<>();
        RunWatch watch = new RunWatch(spark.sparkContext(), model);
        List<RunListener> listeners = new ArrayList<>(List.of(watch, new DivergenceGuard(), metricsFile));
        listeners.addAll(more);
        listeners.add(checkpoints);
        listeners.add(new RunListener() {
            @Override
            public void onRoundEnd(TrainingPlan begun, TrainingState state) {
                try {
                    if (lease.isPresent()) {
                        lease.get().check();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void onFinish(TrainingPlan done, TrainingState state) {
                history.addAll(state.history());
            }

            @Override
            public void onPause(TrainingPlan begun, TrainingState state) {
                history.addAll(state.history());
                paused.set(true);
            }
        });
        StackModel trained;
        try (SparkMetrics metrics = SparkMetrics.register(plan.name())) {
            // The metrics come first, so that they are up to date when the other listeners are called.
            listeners.add(0, metrics);
            TrainingState start = checkpoint.or(overrides::start).orElseGet(() -> TrainingState.initial(plan));
            trained = Training.run(spark, data, plan, start, listeners, overrides);
        }
        ModelCard.Run timing = new ModelCard.Run(RunEnvironment.of(spark), started.toString(), checkpoints.seconds());
        // A run among others is evaluated next, which measures the codes on data that are then in memory.
        CodeStatistics codes = overrides.data().isPresent() || paused.get() ? null : codes(spark, data, trained, plan);
        if (codes != null) {
            watch.measured(codes);
        }
        ModelCard.Result product = new ModelCard.Result(ModelDirectory.hash(trained.parameters()), history, codes);
        ModelDirectory result = new ModelDirectory(trained, plan.lastUpdaters(), card(data, timing, product));
        if (!paused.get()) {
            if (lease.isPresent()) {
                lease.get().confirm();
            }
            write(conf, result, metricsFile);
            if (lease.isPresent()) {
                lease.get().releaseAndDeleteFolder();
            } else {
                fileSystem.delete(run, true);
            }
        }
        return result;
    }

    private static CodeStatistics codes(
            SparkSession spark, PreparedDataset data, StackModel trained, TrainingPlan plan) {
        spark.sparkContext().setJobDescription(plan.name() + ": measuring how much the codes vary");
        try {
            return CodeMeasurement.of(trained, data.sample(Split.TRAIN, CodeMeasurement.MOST_ROWS));
        } finally {
            spark.sparkContext().setJobDescription(null);
        }
    }

    private ModelCard card(PreparedDataset data, ModelCard.Run timing, ModelCard.Result product) {
        return new ModelCard(
                new ModelCard.Identity(
                        options.modelName(),
                        options.scheme().cliName(),
                        options.kind().toLowerCase(Locale.ROOT)),
                new ModelCard.Data(
                        data.name(),
                        data.dir(),
                        data.hash(),
                        data.count(Split.TRAIN),
                        data.scaling(),
                        data.manifest().features()),
                options.toMap(),
                options.seed(),
                timing,
                product);
    }

    private void write(Configuration conf, ModelDirectory result, MetricsFile metricsFile) throws IOException {
        try (PendingOutput out = PendingOutput.create(conf, model, overwrite)) {
            FileSystem fileSystem = out.path().getFileSystem(conf);
            result.writeInto(fileSystem, out.path());
            try (OutputStream metrics = fileSystem.create(new Path(out.path(), MetricsFile.NAME), false)) {
                metricsFile.write(result.card().history(), metrics);
            }
            out.commit();
        }
    }

    Path runDirectory() {
        return runDirectory(model);
    }

    private static Path runDirectory(String model) {
        return new Path(model.replaceFirst("/+$", "") + ".run");
    }
}
