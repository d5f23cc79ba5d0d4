package io.jointae.ml;

import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.OutputType;
import io.jointae.spark.StageFormat;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** The one home of the names, help texts, ranges and defaults of the parameters that both stages share. */
public final class FeatureParamDocs {

    /** Says which columns can hold input vectors; also part of the help of the {@code score} command. */
    public static final String VECTOR_TYPES = "array<float>, array<double> or ML Vector";

    /** Says which rows are invalid; also part of the help of the {@code score} command. */
    public static final String INVALID_ROWS =
            "rows that are null, have the wrong length or hold a value that is not finite";

    private FeatureParamDocs() {}

    static Param<String> inputCol(Params stage) {
        return StageFormat.text(stage, "inputCol", "Names the column of input vectors: " + VECTOR_TYPES + ".");
    }

    static Param<String> outputCol(Params stage) {
        return StageFormat.text(stage, "outputCol", "Names the new column of features.");
    }

    static Param<String> outputType(Params stage) {
        return StageFormat.text(
                stage,
                "outputType",
                "Selects the type of the features: array for array<float>, which every reader of Parquet understands, or"
                        + " vector for an ML Vector, which Spark's own stages take.");
    }

    static IntParam layer(Params stage) {
        return new IntParam(
                stage,
                "layer",
                "Selects the layer whose code becomes the features, counted from 1 for the lowest. The value 0 stands for"
                        + " the top layer.",
                ParamValidators.gtEq(0));
    }

    static IntParam batchSize(Params stage) {
        return new IntParam(
                stage,
                "batchSize",
                "Sets the number of rows that one matrix product encodes, 1 or more.",
                ParamValidators.gtEq(1));
    }

    static Param<String> handleInvalid(Params stage) {
        return StageFormat.text(
                stage,
                "handleInvalid",
                "Selects what happens to " + INVALID_ROWS
                        + ": error stops the job, skip leaves them out, and keep gives them null features.");
    }

    /** Gives the shared parameters their defaults; {@code inputCol} has none. */
    static void setDefaults(FeatureParams stage) {
        stage.setDefault(stage.outputCol(), "features");
        stage.setDefault(stage.outputType(), OutputType.ARRAY.id());
        stage.setDefault(stage.layer(), 0);
        stage.setDefault(stage.batchSize(), ForwardPassPool.DEFAULT_BATCH_SIZE);
        stage.setDefault(stage.handleInvalid(), InvalidRowPolicy.ERROR.id());
    }
}
