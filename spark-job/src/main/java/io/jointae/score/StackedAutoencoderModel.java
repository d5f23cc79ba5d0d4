package io.jointae.score;

import org.apache.spark.ml.util.MLReader;

/**
 * Opens pipelines that version 0.1 saved, which name their fitted stage by this class.
 *
 * @deprecated use {@link io.jointae.ml.StackedAutoencoderModel}, to which this class delegates
 */
@Deprecated(since = "0.2.0")
public final class StackedAutoencoderModel {

    private StackedAutoencoderModel() {}

    /** Returns the reader of saved stages. Spark calls it by reflection when it loads a pipeline. */
    public static MLReader<io.jointae.ml.StackedAutoencoderModel> read() {
        return io.jointae.ml.StackedAutoencoderModel.read();
    }

    /** Reads a saved stage. */
    public static io.jointae.ml.StackedAutoencoderModel load(String path) {
        return io.jointae.ml.StackedAutoencoderModel.load(path);
    }
}
