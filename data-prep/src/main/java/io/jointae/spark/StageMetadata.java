package io.jointae.spark;

import io.jointae.base.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * The metadata of a saved stage in the layout of Spark ML: a text file of one line, in the folder {@code metadata}. The
 * session writes and reads it, as in Spark 4, and not a job of the Spark context, which platforms with restricted access
 * refuse.
 */
public final class StageMetadata {

    private static final String FOLDER = "metadata";

    private StageMetadata() {}

    /**
     * Writes the class, the uid and the parameters of a stage.
     *
     * @param path the folder of the saved stage
     */
    public static void write(SparkSession spark, Params stage, String path) {
        spark.createDataset(List.of(StageFormat.json(spark, stage)), Encoders.STRING())
                .coalesce(1)
                .write()
                .text(folder(path));
    }

    /**
     * Reads the class, the uid and the parameters of a stage.
     *
     * @param path the folder of the saved stage
     * @param stage the class of the stage
     * @param formerNames full names that the class had when older versions saved it
     * @throws InvalidInputException if the folder holds a stage of another class
     */
    public static DefaultParamsReader.Metadata read(
            SparkSession spark, String path, Class<?> stage, String... formerNames) {
        DefaultParamsReader.Metadata metadata =
                parse(spark.read().text(folder(path)).first().getString(0));
        String saved = metadata.className();
        if (!saved.equals(stage.getName()) && !Arrays.asList(formerNames).contains(saved)) {
            throw InvalidInputException.of(
                    "%s holds a stage of class %s, not %s: load it with its own class.",
                    path, saved, stage.getSimpleName());
        }
        return metadata;
    }

    /** Reads the metadata from their JSON text. */
    public static DefaultParamsReader.Metadata parse(String json) {
        return DefaultParamsReader$.MODULE$.parseMetadata(json, "");
    }

    private static String folder(String path) {
        return new Path(path, FOLDER).toString();
    }
}
