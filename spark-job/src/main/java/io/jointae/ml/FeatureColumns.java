package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowHandling;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.OutputType;
import io.jointae.encode.PartitionScoring;
import io.jointae.encode.RowLocation;
import io.jointae.encode.ScoringOutputs;
import io.jointae.encode.column.InputColumns;
import io.jointae.encode.column.TableVector;
import io.jointae.encode.column.VectorColumn;
import io.jointae.feature.TableFeatures;
import io.jointae.model.ModelDirectory;
import io.jointae.runtime.KryoClasses;
import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** Reads the shared parameters of a stage as values, and checks them against a table. */
final class FeatureColumns {

    private FeatureColumns() {}

    /**
     * Returns the column of input vectors of a table.
     *
     * @param inputCol the parameter that names the column
     * @throws InvalidInputException if it names no column of vectors
     */
    static InputColumns vector(Params stage, Param<String> inputCol, StructType schema) {
        if (!stage.isDefined(inputCol)) {
            throw InvalidInputException.ofField(inputCol.name(), "is not set: name the column of input vectors.");
        }
        return VectorColumn.of(schema, inputCol.name(), stage.getOrDefault(inputCol));
    }

    /**
     * Returns the columns that a trained model reads: the one of {@code inputCol} if it is set, and otherwise those that the
     * model keeps.
     *
     * @param inputCol the parameter that names a column of vectors
     * @throws InvalidInputException if a column is missing or has another type, or if the vectors have another length than
     *     the model has inputs
     */
    static InputColumns input(Params stage, Param<String> inputCol, ModelDirectory model, StructType schema) {
        TableFeatures features = model.card().data().features();
        InputColumns columns = stage.isDefined(inputCol) || features.isNone()
                ? vector(stage, inputCol, schema)
                : TableVector.of(features, schema);
        columns.checkWidth(model.model().architecture().inputs());
        return columns;
    }

    /**
     * Returns what happens to invalid rows.
     *
     * @throws InvalidInputException if {@code handleInvalid} has an unknown value
     */
    static InvalidRowPolicy invalidRowPolicy(Params stage, Param<String> handleInvalid) {
        return InvalidRowPolicy.of(handleInvalid.name(), stage.getOrDefault(handleInvalid));
    }

    /** Returns the place of the rows of some columns, for messages. */
    static RowLocation location(InputColumns columns) {
        return columns instanceof VectorColumn ? RowLocation.inColumn(columns.name()) : RowLocation.inTable();
    }

    /**
     * Returns how a trained model encodes the rows of a table. Spark's context cleaner removes the broadcast of the model when
     * no table refers to it any more.
     *
     * @throws InvalidInputException if a setting of the session prevents it
     */
    static PartitionScoring scoring(
            SparkSession spark, ForwardPassPool passes, ScoringOutputs outputs, InvalidRowHandling invalidRows) {
        checkSession(spark);
        Broadcast<ForwardPassPool> broadcast =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(passes);
        return new PartitionScoring(broadcast, outputs, invalidRows, null);
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
        invalidRowPolicy(stage, stage.handleInvalid());
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
