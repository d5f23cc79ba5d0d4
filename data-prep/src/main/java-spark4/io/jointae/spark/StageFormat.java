package io.jointae.spark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * The parameters of Spark ML stages and their stored form, in Spark 4. There, a parameter knows the class of its values,
 * by which Spark Connect converts the values that a client sends.
 */
public final class StageFormat {

    private StageFormat() {}

    /**
     * Returns a parameter whose values are texts.
     *
     * @param stage the stage that has the parameter
     * @param doc the help text
     */
    public static Param<String> text(Params stage, String name, String doc) {
        return new Param<>(stage.uid(), name, doc, String.class);
    }

    /** Returns the class, the uid and the parameters of a stage as JSON. */
    static String json(SparkSession spark, Params stage) {
        return DefaultParamsWriter$.MODULE$.getMetadataToSave(stage, spark, Option.empty(), Option.empty());
    }
}
