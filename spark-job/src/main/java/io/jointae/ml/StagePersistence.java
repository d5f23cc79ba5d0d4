package io.jointae.ml;

import io.jointae.spark.StageMetadata;
import io.jointae.train.options.TrainingOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Saves and loads stages in Spark ML's own layout: {@code metadata/} with the class, the uid and the parameters, and for
 * a model {@code data/} with the same files that the command {@code train} writes.
 */
final class StagePersistence {

    private static final String DATA = "data";

    /** The package of the stages in version 0.1, whose saved pipelines name it. */
    private static final String PACKAGE_OF_0_1 = "io.jointae.score.";

    private StagePersistence() {}

    /** Reads a stage's metadata, as this version or version 0.1 wrote it. */
    private static DefaultParamsReader.Metadata metadata(String path, SparkSession spark, Class<?> stage) {
        return StageMetadata.read(spark, path, stage, PACKAGE_OF_0_1 + stage.getSimpleName());
    }

    /** Writes what a stage was trained to into a folder. */
    interface TrainedFiles {
        void writeInto(FileSystem fileSystem, Path folder) throws IOException;
    }

    /**
     * Opens a stage.
     *
     * @param <S> the type of the stage
     */
    interface StageOpener<S> {
        /**
         * Returns the stage with its default parameters.
         *
         * @param folder the folder that {@link TrainedFiles} wrote
         */
        S open(Configuration conf, String uid, String folder) throws IOException;
    }

    /** Saves a model stage. */
    static final class ModelWriter extends MLWriter {
        private final Params stage;
        private final Supplier<TrainedFiles> trained;

        /** @param trained returns the files, or throws if the stage was not trained */
        ModelWriter(Params stage, Supplier<TrainedFiles> trained) {
            this.stage = stage;
            this.trained = trained;
        }

        @Override
        public void saveImpl(String path) {
            TrainedFiles files = trained.get();
            StageMetadata.write(sparkSession(), stage, path);
            Path data = new Path(path, DATA);
            Configuration conf = sparkSession().sessionState().newHadoopConf();
            try {
                files.writeInto(data.getFileSystem(conf), data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Loads a model stage.
     *
     * @param <S> the type of the stage
     */
    static final class ModelReader<S extends Params> extends MLReader<S> {
        private final Class<S> type;
        private final StageOpener<S> opener;

        ModelReader(Class<S> type, StageOpener<S> opener) {
            this.type = type;
            this.opener = opener;
        }

        @Override
        public S load(String path) {
            DefaultParamsReader.Metadata metadata = metadata(path, sparkSession(), type);
            Configuration conf = sparkSession().sessionState().newHadoopConf();
            try {
                S stage = opener.open(conf, metadata.uid(), new Path(path, DATA).toString());
                metadata.getAndSetParams(stage, Option.empty());
                return stage;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Saves an estimator, which is all parameters. */
    static final class EstimatorWriter extends MLWriter {
        private final StackedAutoencoder stage;

        EstimatorWriter(StackedAutoencoder stage) {
            this.stage = stage;
        }

        @Override
        public void saveImpl(String path) {
            StageMetadata.write(sparkSession(), stage, path);
        }
    }

    /** Loads an estimator. */
    static final class EstimatorReader extends MLReader<StackedAutoencoder> {

        @Override
        public StackedAutoencoder load(String path) {
            DefaultParamsReader.Metadata metadata = metadata(path, sparkSession(), StackedAutoencoder.class);
            StackedAutoencoder stage = new StackedAutoencoder(metadata.uid());
            StageMetadata.parse(withCurrentNames(metadata.metadataJson())).getAndSetParams(stage, Option.empty());
            if (!metadata.metadataJson().contains('"' + TrainingOption.LEARNING_RATE_RULE.camelName() + '"')) {
                // Version 0.1.0 knew no outer optimizers, and its stages go on to average plainly.
                stage.setOption(TrainingOption.OUTER_OPTIMIZER.camelName(), "average");
            }
            return stage;
        }

        /** Returns the metadata of a stage with the current names of parameters that were renamed since it was saved. */
        private static String withCurrentNames(String metadataJson) {
            String json = metadataJson;
            for (TrainingOption option : TrainingOption.values()) {
                for (String alias : option.camelAliases()) {
                    json = json.replace("\"" + alias + "\":", "\"" + option.camelName() + "\":");
                }
            }
            return json;
        }
    }
}
