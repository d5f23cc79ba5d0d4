package io.jointae.evaluate.svm;

import io.jointae.base.InvalidInputException;
import io.jointae.spark.StageFormat;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The parameters that the estimator and its model share: the columns that they read and write. */
interface SvmParams extends Params {

    /** Returns the parameter with the name of the features column. */
    Param<String> featuresCol();

    /** Returns the parameter with the name of the prediction column. */
    Param<String> predictionCol();

    /** Returns the name of the features column. */
    default String getFeaturesCol() {
        return getOrDefault(featuresCol());
    }

    /** Returns the name of the prediction column. */
    default String getPredictionCol() {
        return getOrDefault(predictionCol());
    }

    /**
     * Checks the features column and appends the prediction column to a schema.
     *
     * @param schema schema of the input
     * @return schema of the output
     * @throws InvalidInputException if the features column is missing or has another type, or if the prediction column
     *     exists already
     */
    default StructType withPrediction(StructType schema) {
        String features = getFeaturesCol();
        if (!Arrays.asList(schema.fieldNames()).contains(features)) {
            throw missingColumn("featuresCol", features);
        }
        DataType type = schema.apply(features).dataType();
        boolean numbers = type instanceof ArrayType array
                && (array.elementType().equals(DataTypes.FloatType)
                        || array.elementType().equals(DataTypes.DoubleType));
        if (!numbers && !type.equals(SQLDataTypes.VectorType())) {
            throw InvalidInputException.ofField(
                    "featuresCol",
                    "%s has type %s: choose a column of type Vector, array<float> or array<double>.",
                    features,
                    type.simpleString());
        }
        if (Arrays.asList(schema.fieldNames()).contains(getPredictionCol())) {
            throw InvalidInputException.ofField(
                    "predictionCol", "%s exists in the input already: choose another name.", getPredictionCol());
        }
        return schema.add(getPredictionCol(), DataTypes.DoubleType, false);
    }

    /** Returns the exception for a column that the input does not have. */
    static InvalidInputException missingColumn(String param, String column) {
        return InvalidInputException.ofField(
                param, "%s is not a column of the input: choose one of its columns.", column);
    }

    /** Creates the parameter of the features column. */
    static Param<String> featuresCol(Params stage) {
        return StageFormat.text(stage, "featuresCol", "The column of features: Vector, array<float> or array<double>.");
    }

    /** Creates the parameter of the prediction column. */
    static Param<String> predictionCol(Params stage) {
        return StageFormat.text(stage, "predictionCol", "The new column of predicted classes, double.");
    }
}
