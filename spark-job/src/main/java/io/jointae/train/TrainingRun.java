package io.jointae.train;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.StackModel;
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
import java.io.IOException;
import java.io.OutputStream;
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
import org.apache.spark.sql.SparkSession;

/**
 * One run of {@code train}, from options to a model directory. While it runs, metrics and checkpoints are in
 * {@code MODEL.run}; the model appears under its name, complete, at the end, and the run directory goes.
 *
 * @param model directory to write; any Hadoop path
 * @param resume whether to go on from an interrupted run's checkpoint, where there is one
 * @param overwrite whether an existing model, or an interrupted run, may be replaced
 * @param checkpointSeconds at least so long between two checkpoints
 */
public record TrainingRun(
        TrainingOptions options, String model, boolean resume, boolean overwrite, double checkpointSeconds) {

    public TrainingRun {
        if (!(checkpointSeconds >= 0)) {
            throw InvalidInputException.of(
                    "checkpoint-every %s: must be 0, for after every round, or more", checkpointSeconds);
        }
    }

    /** @throws InvalidInputException if there is a model, or an interrupted run, that may not be touched; reads no data */
    public void checkOutput(Configuration conf) throws IOException {
        if (!overwrite) {
            PendingOutput.refuseExisting(conf, model);
        }
        Path run = runDirectory();
        if (!resume && !overwrite && run.getFileSystem(conf).exists(run)) {
            throw InvalidInputException.of(
                    "%s is left of an interrupted run: add --resume to go on, or --overwrite to start again", run);
        }
    }

    /**
     * All that can be known without the data.
     *
     * @param data what its manifest says
     * @throws InvalidInputException on options that do not fit the data, the output or the checkpoint to go on from
     */
    public void check(Configuration conf, Manifest data) throws IOException {
        checkOutput(conf);
        Training.check(data, options.plan(data.name(), data.shape().size()));
        if (resume) {
            checkpoints(conf, data.hash()).latest();
        }
    }

    private Checkpoints checkpoints(Configuration conf, String dataHash) throws IOException {
        SortedMap<String, String> determining = new TreeMap<>(options.toMap());
        determining.put("data", dataHash);
        return new Checkpoints(conf, runDirectory(), determining, checkpointSeconds);
    }

    /**
     * Trains and writes the model.
     *
     * @param more besides the checkpoints, the metrics file and the divergence guard
     * @throws InvalidInputException on data or a checkpoint that do not fit the options
     * @throws TrainingDivergedException if the cost explodes
     */
    public ModelDirectory train(SparkSession spark, PreparedDataset data, List<RunListener> more) throws IOException {
        return train(spark, data, more, RunOverrides.NONE);
    }

    /**
     * As above, among other runs.
     *
     * @return the model; where the run paused, as it is there: not written, a run that resumes goes on
     */
    public ModelDirectory train(SparkSession spark, PreparedDataset data, List<RunListener> more, RunOverrides shared)
            throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        checkOutput(conf);
        TrainingPlan plan = options.plan(data.name(), data.width());
        Training.check(data.manifest(), plan);
        Path run = runDirectory();
        FileSystem fileSystem = run.getFileSystem(conf);
        if (!resume) {
            fileSystem.delete(run, true);
        }
        Instant started = Instant.now();
        Checkpoints checkpoints = checkpoints(conf, data.hash());
        AtomicBoolean paused = new AtomicBoolean();
        Optional<TrainingState> left = resume ? checkpoints.latest() : Optional.empty();
        fileSystem.mkdirs(run);

        List<EpochRecord> history = new ArrayList<>();
        List<RunListener> listeners = new ArrayList<>(List.of(new DivergenceGuard(), new MetricsFile(conf, run)));
        listeners.addAll(more);
        listeners.add(checkpoints);
        listeners.add(new RunListener() {
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
            // First, so that whoever else listens finds it up to date.
            listeners.add(0, metrics);
            TrainingState start = left.or(shared::start).orElseGet(() -> TrainingState.initial(plan));
            trained = Training.run(spark, data, plan, start, listeners, shared);
        }
        ModelCard.Run timing = new ModelCard.Run(RunEnvironment.of(spark), started.toString(), checkpoints.seconds());
        ModelDirectory result = new ModelDirectory(trained, plan.lastUpdaters(), card(data, trained, timing, history));
        if (!paused.get()) {
            write(conf, result);
            fileSystem.delete(run, true);
        }
        return result;
    }

    private ModelCard card(PreparedDataset data, StackModel trained, ModelCard.Run timing, List<EpochRecord> history) {
        return new ModelCard(
                new ModelCard.Identity(
                        options.modelName(),
                        options.scheme().cliName(),
                        options.kind().toLowerCase(Locale.ROOT)),
                new ModelCard.Data(data.name(), data.dir(), data.hash(), data.count(Split.TRAIN)),
                options.toMap(),
                options.seed(),
                timing,
                new ModelCard.Result(ModelDirectory.hash(trained.parameters()), history));
    }

    private void write(Configuration conf, ModelDirectory result) throws IOException {
        try (PendingOutput out = PendingOutput.create(conf, model, overwrite)) {
            FileSystem fileSystem = out.path().getFileSystem(conf);
            result.writeInto(fileSystem, out.path());
            try (OutputStream metrics = fileSystem.create(new Path(out.path(), MetricsFile.NAME), false)) {
                MetricsFile.write(result.card().history(), metrics);
            }
            out.commit();
        }
    }

    private Path runDirectory() {
        return new Path(model.replaceFirst("/+$", "") + ".run");
    }
}
