package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.VectorColumn;
import java.util.Arrays;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.StructType;

/** The parameters that the estimator and its model share: which column is scored, and how. */
public interface FeatureParams extends Params {

    /** Rows of a matrix: enough for products at full speed, little enough for any heap. */
    int DEFAULT_BATCH = 2048;

    /** The column of {@code array<float>}, {@code array<double>} or {@code Vector}. */
    Param<String> inputCol();

    /** The column of features. */
    Param<String> outputCol();

    /** Whether features are {@code array<float>} or {@code Vector}. */
    Param<String> outputType();

    /** Whose code the features are; 0 for the top layer. */
    IntParam layer();

    /** Rows of one matrix product. */
    IntParam batchSize();

    /** {@code error}, {@code skip} or {@code keep}. */
    Param<String> handleInvalid();

    default String getInputCol() {
        return getOrDefault(inputCol());
    }

    default String getOutputCol() {
        return getOrDefault(outputCol());
    }

    default String getOutputType() {
        return getOrDefault(outputType());
    }

    default int getLayer() {
        return (int) getOrDefault(layer());
    }

    default int getBatchSize() {
        return (int) getOrDefault(batchSize());
    }

    default String getHandleInvalid() {
        return getOrDefault(handleInvalid());
    }

    /** Checks the parameters and the input column; adds the output column. */
    default StructType withOutput(StructType schema) {
        VectorColumn.of(schema, getInputCol());
        InvalidRowPolicy.of(getHandleInvalid());
        if (getBatchSize() < 1) {
            throw InvalidInputException.of("batchSize %d: must be 1 or more", getBatchSize());
        }
        if (getLayer() < 0) {
            throw InvalidInputException.of("layer %d: must be 1 or more, or 0 for the top", getLayer());
        }
        if (Arrays.asList(schema.fieldNames()).contains(getOutputCol())) {
            throw InvalidInputException.of(
                    "outputCol %s: the table has such a column: choose another name", getOutputCol());
        }
        return schema.add(getOutputCol(), VectorColumn.outputType(getOutputType()), true);
    }
}
