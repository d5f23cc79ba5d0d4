package io.jointae.ml;

import io.jointae.model.ModelDirectory;
import io.jointae.train.options.TrainingOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * Stages on disk in Spark ML's own layout: {@code metadata/} with class, uid and parameters, and for a model
 * {@code data/} with the directory that {@code train} writes.
 */
final class StagePersistence {

    private static final String DATA = "data";

    private StagePersistence() {}

    static final class ModelWriter extends MLWriter {
        private final StackedAutoencoderModel model;

        ModelWriter(StackedAutoencoderModel model) {
            this.model = model;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sc(), Option.empty(), Option.empty());
            Path data = new Path(path, DATA);
            Configuration conf = sparkSession().sessionState().newHadoopConf();
            try {
                model.trained().writeInto(data.getFileSystem(conf), data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static final class ModelReader extends MLReader<StackedAutoencoderModel> {

        @Override
        public StackedAutoencoderModel load(String path) {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), StackedAutoencoderModel.class.getName());
            Configuration conf = sparkSession().sessionState().newHadoopConf();
            try {
                ModelDirectory trained = ModelDirectory.read(conf, new Path(path, DATA).toString());
                StackedAutoencoderModel model = new StackedAutoencoderModel(metadata.uid(), trained);
                metadata.getAndSetParams(model, Option.empty());
                return model;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static final class EstimatorWriter extends MLWriter {
        private final StackedAutoencoder stage;

        EstimatorWriter(StackedAutoencoder stage) {
            this.stage = stage;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter$.MODULE$.saveMetadata(stage, path, sc(), Option.empty(), Option.empty());
        }
    }

    static final class EstimatorReader extends MLReader<StackedAutoencoder> {

        @Override
        public StackedAutoencoder load(String path) {
            DefaultParamsReader.Metadata metadata =
                    DefaultParamsReader$.MODULE$.loadMetadata(path, sc(), StackedAutoencoder.class.getName());
            StackedAutoencoder stage = new StackedAutoencoder(metadata.uid());
            String json = withCurrentNames(metadata.metadataJson());
            DefaultParamsReader$.MODULE$
                    .parseMetadata(json, StackedAutoencoder.class.getName())
                    .getAndSetParams(stage, Option.empty());
            return stage;
        }

        /** Replaces the older names of parameters in the metadata of a stage that an earlier version stored. */
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
