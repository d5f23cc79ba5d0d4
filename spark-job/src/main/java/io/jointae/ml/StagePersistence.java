package io.jointae.ml;

import io.jointae.model.ModelDirectory;
import io.jointae.model.tuned.ClassifierDirectory;
import io.jointae.spark.StageMetadata;
import io.jointae.train.options.TrainingOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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

    /** Saves a model stage. */
    static final class ModelWriter extends MLWriter {
        private final StackedAutoencoderModel stage;

        ModelWriter(StackedAutoencoderModel stage) {
            this.stage = stage;
        }

        @Override
        public void saveImpl(String path) {
            ModelDirectory trained = stage.trained();
            StageMetadata.write(sparkSession(), stage, path);
            Path data = new Path(path, DATA);
            Configuration conf = sparkSession().sessionState().newHadoopConf();
            try {
                trained.writeInto(data.getFileSystem(conf), data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Loads a model stage. */
    static final class ModelReader extends MLReader<StackedAutoencoderModel> {

        @Override
        public StackedAutoencoderModel load(String path) {
            DefaultParamsReader.Metadata metadata = metadata(path, sparkSession(), StackedAutoencoderModel.class);
            Configuration conf = sparkSession().sessionState().newHadoopConf();
            try {
                ModelDirectory trained = ModelDirectory.read(conf, new Path(path, DATA).toString());
                StackedAutoencoderModel stage = new StackedAutoencoderModel(metadata.uid(), trained);
                metadata.getAndSetParams(stage, Option.empty());
                return stage;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Saves a classifier stage. */
    static final class ClassifierWriter extends MLWriter {
        private final StackedClassifierModel stage;

        ClassifierWriter(StackedClassifierModel stage) {
            this.stage = stage;
        }

        @Override
        public void saveImpl(String path) {
            ClassifierDirectory trained = stage.trained();
            StageMetadata.write(sparkSession(), stage, path);
            Path data = new Path(path, DATA);
            Configuration conf = sparkSession().sessionState().newHadoopConf();
            try {
                trained.writeInto(data.getFileSystem(conf), data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Loads a classifier stage. */
    static final class ClassifierReader extends MLReader<StackedClassifierModel> {

        @Override
        public StackedClassifierModel load(String path) {
            DefaultParamsReader.Metadata metadata = metadata(path, sparkSession(), StackedClassifierModel.class);
            Configuration conf = sparkSession().sessionState().newHadoopConf();
            try {
                ClassifierDirectory trained = ClassifierDirectory.read(conf, new Path(path, DATA).toString());
                StackedClassifierModel stage = new StackedClassifierModel(metadata.uid(), trained);
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
