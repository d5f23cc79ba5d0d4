package io.jointae.ml;

import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.OutputType;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameters that the estimator and its model share: which column is encoded, and how. */
public interface FeatureParams extends Params {

    /** Returns the parameter for the column of input vectors: {@code array<float>}, {@code array<double>} or {@code Vector}. */
    Param<String> inputCol();

    /** Returns the parameter for the name of the new column of features. */
    Param<String> outputCol();

    /** Returns the parameter for the type of the features, which takes the identifiers of {@link OutputType}. */
    Param<String> outputType();

    /** Returns the parameter for the layer whose code becomes the features: 1 is the lowest, 0 stands for the top one. */
    IntParam layer();

    /** Returns the parameter for the number of rows that one matrix product encodes. */
    IntParam batchSize();

    /** Returns the parameter for the handling of invalid rows, which takes the ids of {@link InvalidRowPolicy}. */
    Param<String> handleInvalid();

    /** Returns the name of the column of input vectors. */
    default String getInputCol() {
        return getOrDefault(inputCol());
    }

    /** Returns the name of the column of features. */
    default String getOutputCol() {
        return getOrDefault(outputCol());
    }

    /** Returns the identifier of the features' type. */
    default String getOutputType() {
        return getOrDefault(outputType());
    }

    /** Returns the layer whose code becomes the features; 0 stands for the top one. */
    default int getLayer() {
        return (int) getOrDefault(layer());
    }

    /** Returns the number of rows that one matrix product encodes. */
    default int getBatchSize() {
        return (int) getOrDefault(batchSize());
    }

    /** Returns the identifier of what happens to invalid rows. */
    default String getHandleInvalid() {
        return getOrDefault(handleInvalid());
    }
}
