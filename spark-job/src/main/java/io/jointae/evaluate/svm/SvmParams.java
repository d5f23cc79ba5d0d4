package io.jointae.evaluate.svm;

import io.jointae.base.InvalidInputException;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that the estimator and its model share. */
interface SvmParams extends Params {

    /** The column of {@code Vector}, {@code array<float>} or {@code array<double>}. */
    Param<String> featuresCol();

    /** The column of predicted classes, {@code double}. */
    Param<String> predictionCol();

    default String getFeaturesCol() {
        return getOrDefault(featuresCol());
    }

    default String getPredictionCol() {
        return getOrDefault(predictionCol());
    }

    /** Checks the features' column and adds the prediction's. */
    default StructType withPrediction(StructType schema) {
        String features = getFeaturesCol();
        if (!Arrays.asList(schema.fieldNames()).contains(features)) {
            throw InvalidInputException.of("featuresCol %s: the table has no such column", features);
        }
        DataType type = schema.apply(features).dataType();
        boolean numbers = type instanceof ArrayType array
                && (array.elementType().equals(DataTypes.FloatType)
                        || array.elementType().equals(DataTypes.DoubleType));
        if (!numbers && !type.equals(SQLDataTypes.VectorType())) {
            throw InvalidInputException.of(
                    "featuresCol %s: is %s, not Vector, array<float> or array<double>", features, type.simpleString());
        }
        if (Arrays.asList(schema.fieldNames()).contains(getPredictionCol())) {
            throw InvalidInputException.of(
                    "predictionCol %s: the table has such a column: choose another", getPredictionCol());
        }
        return schema.add(getPredictionCol(), DataTypes.DoubleType, false);
    }

    static Param<String> featuresCol(Params stage) {
        return new Param<>(stage, "featuresCol", "column of Vector, array<float> or array<double>");
    }

    static Param<String> predictionCol(Params stage) {
        return new Param<>(stage, "predictionCol", "new column of predicted classes, double");
    }
}
