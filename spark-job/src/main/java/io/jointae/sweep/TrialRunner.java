package io.jointae.sweep;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.ClassifierOutcome;
import io.jointae.evaluate.EvaluationOutcome;
import io.jointae.evaluate.ModelPictures;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultRow;
import io.jointae.results.WrongRows;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.plan.TrialEvaluation;
import io.jointae.train.TrainingRun;
import io.jointae.train.averaging.RunOverrides;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Trains and evaluates trials; what is on disk of it already is not made again. */
public final class TrialRunner {

    /** Folder of the trained models below the results. */
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

    /** The trained model of a trial: read where it is there, trained where not. */
    ModelDirectory train(Trial trial, List<RunListener> listeners) throws IOException {
        return train(trial, listeners, Optional.empty());
    }

    /**
     * The model as it is after so many epochs of its last phase; {@link #train} goes on from there.
     *
     * @return empty where the trial was trained beyond it before
     */
    Optional<ModelDirectory> advance(Trial trial, int epochs, List<RunListener> listeners) throws IOException {
        int last = trial.plan().phases().size() - 1;
        ModelDirectory model = train(trial, listeners, Optional.of(new StopAfter(last, epochs)));
        List<EpochRecord> history = model.card().history();
        EpochRecord at = history.get(history.size() - 1);
        return at.phase() == last && at.epoch() == epochs ? Optional.of(model) : Optional.empty();
    }

    private ModelDirectory train(Trial trial, List<RunListener> listeners, Optional<StopAfter> pause)
            throws IOException {
        Optional<ModelDirectory> there = stored(trial);
        if (there.isPresent()) {
            return there.get();
        }
        TrainingRun run = new TrainingRun(trial.options(), folder(trial), true, false, CHECKPOINT_SECONDS);
        SweepDatasets.Held held = datasets.of(trial);
        return run.train(spark, held.data(), listeners, new RunOverrides(sharedStart(trial), held.shard(), pause));
    }

    /** Those evaluations of a trained trial. */
    List<ResultRow> evaluate(Trial trial, ModelDirectory model, List<String> words) throws IOException {
        if (words.isEmpty()) {
            return List.of();
        }
        SweepDatasets.Held held = datasets.of(trial);
        try (EvaluationCache cached = held.pixels().forOneModel()) {
            return TrialEvaluation.run(
                    new ModelOnDataset(model, held.data()), cached, trial.evaluation(), words, this::storeWrongRows);
        }
    }

    /** Keeps the wrong rows of a classifier, by which the report compares models row by row. */
    private void storeWrongRows(EvaluationOutcome outcome, List<ResultRow> rows) throws IOException {
        if (outcome instanceof ClassifierOutcome classifier) {
            for (WrongRows wrong : classifier.wrongRows(rows)) {
                wrong.write(conf, out);
            }
        }
    }

    /** Adds pictures to the folder of a trained trial. */
    void draw(Trial trial, ModelDirectory model) throws IOException {
        SweepDatasets.Held held = datasets.of(trial);
        try (EvaluationCache cached = held.pixels().forOneModel()) {
            ModelPictures.addMissing(conf, folder(trial), new ModelOnDataset(model, held.data()), cached);
        }
    }

    private String folder(Trial trial) {
        return out + "/" + MODELS + "/" + trial.folder();
    }

    private Optional<ModelDirectory> stored(Trial trial) throws IOException {
        Path folder = new Path(folder(trial));
        if (!folder.getFileSystem(conf).exists(folder)) {
            return Optional.empty();
        }
        ModelDirectory model = ModelDirectory.read(conf, folder.toString());
        if (!trial.matches(model)) {
            throw InvalidInputException.of("%s: a model with other options or of other data: take it away", folder);
        }
        return Optional.of(model);
    }

    /** Where a trial may start because another trained its lowest layers with the same options. */
    private Optional<TrainingState> sharedStart(Trial trial) throws IOException {
        if (!trial.beginsLayerwise()) {
            return Optional.empty();
        }
        int layers = trial.options().layers();
        int deepest = trial.options().scheme() == Scheme.L ? layers - 1 : layers;
        for (int depth = deepest; depth >= 1; depth--) {
            Optional<ModelDirectory> stem = stored(trial.sharedPrefix(depth));
            if (stem.isPresent()) {
                ModelDirectory below = stem.get();
                return Optional.of(TrainingState.onTopOf(
                        trial.plan(), depth, below.model(), below.card().history()));
            }
        }
        return Optional.empty();
    }
}
