package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.OutputType;
import io.jointae.encode.column.VectorColumn;
import io.jointae.runtime.KryoClasses;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** Reads the shared parameters of a stage as values, and checks them against a table. */
final class FeatureColumns {

    private FeatureColumns() {}

    /**
     * Returns the column of input vectors of a table.
     *
     * @throws InvalidInputException if {@code inputCol} names no column of vectors
     */
    static VectorColumn input(FeatureParams stage, StructType schema) {
        return VectorColumn.of(schema, stage.inputCol().name(), stage.getInputCol());
    }

    /**
     * Returns what happens to invalid rows.
     *
     * @throws InvalidInputException if {@code handleInvalid} has an unknown value
     */
    static InvalidRowPolicy invalidRowPolicy(FeatureParams stage) {
        return InvalidRowPolicy.of(stage.handleInvalid().name(), stage.getHandleInvalid());
    }

    /**
     * Checks that the stack will have the layer whose code becomes the features.
     *
     * @throws InvalidInputException if {@code layer} is above the top layer
     */
    static void checkLayer(FeatureParams stage, int layers) {
        if (stage.getLayer() > layers) {
            throw InvalidInputException.ofField(
                    stage.layer().name(), "%d does not exist: choose 0 to %d.", stage.getLayer(), layers);
        }
    }

    /**
     * Checks that the session can send the classes of jointae to its executors.
     *
     * @throws InvalidInputException if a setting of the session prevents it
     */
    static void checkSession(SparkSession spark) {
        KryoClasses.missingFrom(spark.sparkContext().getConf()).ifPresent(sentence -> {
            throw new InvalidInputException(sentence);
        });
    }

    /**
     * Checks the parameters against a table.
     *
     * @return the table's schema with the column of features added
     * @throws InvalidInputException if a parameter does not fit; the message names the parameter
     */
    static StructType withOutput(FeatureParams stage, StructType schema) {
        input(stage, schema);
        invalidRowPolicy(stage);
        OutputType type = OutputType.of(stage.getOutputType());
        if (Arrays.stream(schema.fieldNames()).anyMatch(name -> isSame(name, stage.getOutputCol()))) {
            throw InvalidInputException.ofField(
                    stage.outputCol().name(),
                    "%s already exists in the table: choose another name.",
                    stage.getOutputCol());
        }
        return schema.add(stage.getOutputCol(), type.dataType(), true);
    }

    /** Compares names as the session does: by default it ignores the case. */
    private static boolean isSame(String name, String other) {
        return SQLConf.get().caseSensitiveAnalysis() ? name.equals(other) : name.equalsIgnoreCase(other);
    }
}
