package io.jointae.sweep;

import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import io.jointae.evaluate.ModelPictures;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelDirectory;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.plan.TrialEvaluation;
import io.jointae.train.TrainingRun;
import io.jointae.train.averaging.RunOverrides;
import io.jointae.train.averaging.RunsTogether;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.watch.RunWatch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Trains and evaluates trials. A model or picture that an earlier run has written is not made again. */
public final class TrialRunner {

    /** The folder of the trained models inside the results folder. */
    public static final String MODELS = "models";

    private static final double CHECKPOINT_SECONDS = 60;

    private final SparkSession spark;
    private final Configuration conf;
    private final String out;
    private final SweepDatasets datasets;

    TrialRunner(SparkSession spark, String out, SweepDatasets datasets) {
        this.spark = spark;
        this.conf = spark.sessionState().newHadoopConf();
        this.out = out;
        this.datasets = datasets;
    }

    /** Returns the trained model of a trial: reads it if it is stored, and trains it otherwise. */
    ModelDirectory train(Trial trial, List<RunListener> listeners) throws IOException {
        return train(trial, listeners, Optional.empty(), Optional.empty());
    }

    /** Returns whether trials can share the data of this one while they train together. */
    boolean sharesData(Trial trial) {
        return datasets.of(trial).shard().isPresent();
    }

    /**
     * Trains a trial with others, as {@link #train} and {@link #advance} do, which then find it trained.
     *
     * @param epochs the epochs of the last phase at which the trial stops; empty to train to the end
     */
    void trainWithOthers(Trial trial, OptionalInt epochs, List<RunListener> listeners, RunsTogether together)
            throws IOException {
        int last = trial.plan().phases().size() - 1;
        Optional<StopAfter> stop =
                epochs.isPresent() ? Optional.of(new StopAfter(last, epochs.getAsInt())) : Optional.empty();
        train(trial, listeners, stop, Optional.of(together));
    }

    /**
     * Trains a trial up to an epoch of its last phase; {@link #train} continues from there.
     *
     * @param epochs the epochs of the last phase
     * @return the model at that epoch, or empty if an earlier run has trained the trial further
     */
    Optional<ModelDirectory> advance(Trial trial, int epochs, List<RunListener> listeners) throws IOException {
        int last = trial.plan().phases().size() - 1;
        ModelDirectory model = train(trial, listeners, Optional.of(new StopAfter(last, epochs)), Optional.empty());
        List<EpochRecord> history = model.card().history();
        EpochRecord reached = history.get(history.size() - 1);
        return reached.phase() == last && reached.epoch() == epochs ? Optional.of(model) : Optional.empty();
    }

    private ModelDirectory train(
            Trial trial, List<RunListener> listeners, Optional<StopAfter> stop, Optional<RunsTogether> together)
            throws IOException {
        Optional<ModelDirectory> existing = stored(trial);
        if (existing.isPresent()) {
            return existing.get();
        }
        TrainingRun run = new TrainingRun(trial.options(), folder(trial), true, isCardAlone(trial), CHECKPOINT_SECONDS);
        SweepDatasets.OpenDataset dataset = datasets.of(trial);
        // The shard that trials share holds the data of a single worker.
        boolean single = trial.options().averaging().workers() == 1;
        RunOverrides overrides =
                new RunOverrides(sharedStart(trial), single ? dataset.shard() : Optional.empty(), stop, together);
        return run.train(spark, dataset.data(), listeners, overrides);
    }

    /** Runs the given evaluations of a trained trial, keeps what they measured of single rows, and returns their results. */
    TrialEvaluation.Results evaluate(Trial trial, ModelDirectory model, List<String> evaluations) throws IOException {
        return evaluate(trial, model, evaluations, (outcome, rows) -> RowFiles.write(conf, out, outcome, rows));
    }

    /**
     * Runs an evaluation of a trial that may train further and returns its result. Its rows are not kept: they would take the
     * place of those of the trained trial, which belong to the same cell.
     */
    TrialEvaluation.Results compare(Trial trial, ModelDirectory model, String evaluation) throws IOException {
        return evaluate(trial, model, List.of(evaluation), (outcome, rows) -> {});
    }

    private TrialEvaluation.Results evaluate(
            Trial trial, ModelDirectory model, List<String> evaluations, TrialEvaluation.OutcomeListener listener)
            throws IOException {
        if (evaluations.isEmpty()) {
            return TrialEvaluation.Results.NONE;
        }
        SweepDatasets.OpenDataset dataset = datasets.of(trial);
        try (EvaluationCache cache = dataset.pixels().forOneModel()) {
            ModelOnDataset subject =
                    new ModelOnDataset(model, dataset.data(), trial.evaluation().arithmetic());
            TrialEvaluation.Results results =
                    TrialEvaluation.run(subject, cache, trial.evaluation(), evaluations, listener);
            // The evaluations have measured the codes, so that the cache has them.
            RunWatch.measured(spark.sparkContext(), folder(trial), cache.codes(subject));
            return results;
        }
    }

    /** Adds pictures to the folder of a trained trial. */
    void draw(Trial trial, ModelDirectory model) throws IOException {
        SweepDatasets.OpenDataset dataset = datasets.of(trial);
        try (EvaluationCache cache = dataset.pixels().forOneModel()) {
            ModelPictures.addMissing(conf, folder(trial), new ModelOnDataset(model, dataset.data()), cache);
        }
    }

    private String folder(Trial trial) {
        return out + "/" + MODELS + "/" + trial.folder();
    }

    /** Returns whether the folder of a trial was kept without the parameters, as {@code report --keep} copies it. */
    private boolean isCardAlone(Trial trial) throws IOException {
        return ModelDirectory.isCardAlone(conf, folder(trial));
    }

    private Optional<ModelDirectory> stored(Trial trial) throws IOException {
        Path folder = new Path(folder(trial));
        if (!PendingOutput.exists(conf, folder.toString()) || isCardAlone(trial)) {
            return Optional.empty();
        }
        ModelDirectory model = ModelDirectory.read(conf, folder.toString());
        if (!trial.matches(model)) {
            throw InvalidInputException.of(
                    "%s holds a model that was trained with other options or on other data: move it elsewhere or delete it.",
                    folder);
        }
        return Optional.of(model);
    }

    /** Returns the state after the lowest layers if another trial has trained them with the same options. */
    private Optional<TrainingState> sharedStart(Trial trial) throws IOException {
        if (!trial.beginsLayerwise()) {
            return Optional.empty();
        }
        int layers = trial.options().layers();
        int deepest = trial.options().scheme() == Scheme.L ? layers - 1 : layers;
        for (int depth = deepest; depth >= 1; depth--) {
            Optional<ModelDirectory> prefix = stored(trial.sharedPrefix(depth));
            if (prefix.isPresent()) {
                ModelDirectory below = prefix.get();
                return Optional.of(TrainingState.onTopOf(
                        trial.plan(), depth, below.model(), below.card().history()));
            }
        }
        return Optional.empty();
    }
}
