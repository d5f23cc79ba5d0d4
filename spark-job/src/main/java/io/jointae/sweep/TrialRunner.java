package io.jointae.sweep;

import io.jointae.model.EpochRecord;
import io.jointae.model.ModelDirectory;
import io.jointae.model.StackedAutoEncoder;
import io.jointae.results.ResultRow;
import io.jointae.train.RunListener;
import io.jointae.train.Scheme;
import io.jointae.train.TrainingRun;
import io.jointae.train.TrainingState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Trains and evaluates trials; what is on disk of it already is not made again. */
final class TrialRunner {

    /** Folder of the trained models below the results. */
    static final String MODELS = "models";

    private static final double CHECKPOINT_SECONDS = 60;

    private final SparkSession spark;
    private final Configuration conf;
    private final String out;

    TrialRunner(SparkSession spark, String out) {
        this.spark = spark;
        this.conf = spark.sessionState().newHadoopConf();
        this.out = out;
    }

    /** The trained model of a trial: read where it is there, trained where not. */
    ModelDirectory train(Trial trial, List<RunListener> listeners) throws IOException {
        String folder = folder(trial);
        if (new Path(folder).getFileSystem(conf).exists(new Path(folder))) {
            return ModelDirectory.read(conf, folder);
        }
        TrainingRun run = new TrainingRun(trial.options(), folder, true, false, CHECKPOINT_SECONDS);
        Optional<TrainingState> shared = sharedStart(trial);
        return run.train(spark, trial.data(), listeners, shared);
    }

    /** Those evaluations of a trained trial. */
    List<ResultRow> evaluate(Trial trial, ModelDirectory model, List<String> evaluations) {
        return Evaluations.run(spark, trial, model, evaluations);
    }

    String folder(Trial trial) {
        return out + "/" + MODELS + "/" + trial.folder();
    }

    /** Where a trial may start because another trained its lowest layers with the same options. */
    private Optional<TrainingState> sharedStart(Trial trial) throws IOException {
        if (!trial.layerwise()) {
            return Optional.empty();
        }
        int deepest = trial.options().scheme() == Scheme.L
                ? trial.options().layers() - 1
                : trial.options().layers();
        for (int depth = deepest; depth >= 1; depth--) {
            String folder = folder(trial.sibling(Scheme.L, depth));
            if (new Path(folder).getFileSystem(conf).exists(new Path(folder))) {
                ModelDirectory below = ModelDirectory.read(conf, folder);
                StackedAutoEncoder bottom = below.model();
                List<EpochRecord> history = below.card().history();
                return Optional.of(TrainingState.above(trial.plan(), depth, bottom, history));
            }
        }
        return Optional.empty();
    }
}
