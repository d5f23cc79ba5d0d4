package io.jointae.spark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** The parameters of Spark ML stages and their stored form, in Spark 3.5. */
public final class StageFormat {

    private StageFormat() {}

    /**
     * Returns a parameter whose values are texts.
     *
     * @param stage the stage that has the parameter
     * @param doc the help text
     */
    public static Param<String> text(Params stage, String name, String doc) {
        return new Param<>(stage, name, doc);
    }

    /** Returns the class, the uid and the parameters of a stage as JSON. */
    static String json(SparkSession spark, Params stage) {
        return DefaultParamsWriter$.MODULE$.getMetadataToSave(
                stage, spark.sparkContext(), Option.empty(), Option.empty());
    }
}
