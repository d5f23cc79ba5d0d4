package io.jointae.score;

import org.apache.spark.ml.util.MLReader;

/**
 * Opens pipelines that version 0.1 saved, which name their estimator by this class.
 *
 * @deprecated use {@link io.jointae.ml.StackedAutoencoder}, to which this class delegates
 */
@Deprecated(since = "0.2.0")
public final class StackedAutoencoder {

    private StackedAutoencoder() {}

    /** Returns the reader of saved stages. Spark calls it by reflection when it loads a pipeline. */
    public static MLReader<io.jointae.ml.StackedAutoencoder> read() {
        return io.jointae.ml.StackedAutoencoder.read();
    }

    /** Reads a saved stage. */
    public static io.jointae.ml.StackedAutoencoder load(String path) {
        return io.jointae.ml.StackedAutoencoder.load(path);
    }
}
