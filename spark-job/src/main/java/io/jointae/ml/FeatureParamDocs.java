package io.jointae.ml;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** The shared parameters as each stage makes them for itself: name, words, range. */
final class FeatureParamDocs {

    private FeatureParamDocs() {}

    static Param<String> inputCol(Params stage) {
        return new Param<>(stage, "inputCol", "column of array<float>, array<double> or Vector, finite values");
    }

    static Param<String> outputCol(Params stage) {
        return new Param<>(stage, "outputCol", "new column of features, array<float> or Vector");
    }

    static Param<String> outputType(Params stage) {
        return new Param<>(
                stage,
                "outputType",
                "array (array<float>, which everything reads in Parquet) or vector (Vector, which Spark's own stages"
                        + " want)");
    }

    static IntParam layer(Params stage) {
        return new IntParam(
                stage,
                "layer",
                "layer whose code the features are, 1 for the lowest; 0 for the top one",
                ParamValidators.gtEq(0));
    }

    static IntParam batchSize(Params stage) {
        return new IntParam(stage, "batchSize", "rows scored by one matrix product", ParamValidators.gtEq(1));
    }

    static Param<String> handleInvalid(Params stage) {
        return new Param<>(
                stage,
                "handleInvalid",
                "rows that are null, of a wrong length or not finite: error (throw), skip (leave out) or keep"
                        + " (null features)");
    }
}
