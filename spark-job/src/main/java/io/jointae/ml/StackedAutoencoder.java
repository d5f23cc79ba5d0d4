package io.jointae.ml;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.columns.FeatureFit;
import io.jointae.data.columns.TableColumns;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.column.InputColumns;
import io.jointae.encode.column.TableVector;
import io.jointae.encode.column.VectorColumn;
import io.jointae.feature.ScalingRequest;
import io.jointae.feature.TableFeatures;
import io.jointae.model.ModelDirectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * A Spark ML estimator that trains a stack of auto-encoders by one of the project's schemes inside a pipeline.
 *
 * <pre>{@code
 * StackedAutoencoder stack = new StackedAutoencoder()
 *         .setInputCol("pixels").setOption("scheme", "J").setOption("epochs", "30");
 * StackedAutoencoderModel model = stack.fit(images);
 * }</pre>
 */
public final class StackedAutoencoder extends Estimator<StackedAutoencoderModel> implements FeatureParams, MLWritable {

    /** Stands for the table in messages. */
    private static final String TABLE = "the table";

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final Param<String> outputType;
    private final IntParam layer;
    private final IntParam batchSize;
    private final Param<String> handleInvalid;
    private final TrainingParams training;
    private final ScalingParams scaling;
    private final TableParams table;

    /** Creates a stage with default parameters and a random identifier. */
    public StackedAutoencoder() {
        this(Identifiable$.MODULE$.randomUID("stackedAutoencoder"));
    }

    /**
     * Creates a stage with default parameters.
     *
     * @param uid the stage's unique identifier
     */
    public StackedAutoencoder(String uid) {
        this.uid = Objects.requireNonNull(uid, "uid");
        this.inputCol = FeatureParamDocs.inputCol(this);
        this.outputCol = FeatureParamDocs.outputCol(this);
        this.outputType = FeatureParamDocs.outputType(this);
        this.layer = FeatureParamDocs.layer(this);
        this.batchSize = FeatureParamDocs.batchSize(this);
        this.handleInvalid = FeatureParamDocs.handleInvalid(this);
        this.training = new TrainingParams(this);
        this.scaling = new ScalingParams(this);
        this.table = new TableParams(this);
        FeatureParamDocs.setDefaults(this);
        training.setDefaults();
        scaling.setDefaults();
        table.setDefaults();
    }

    /** Reads a stage that {@link #save} wrote. */
    public static StackedAutoencoder load(String path) {
        return read().load(path);
    }

    /** Returns the reader of saved stages. Spark calls it by reflection when it loads a pipeline. */
    public static MLReader<StackedAutoencoder> read() {
        return new StagePersistence.EstimatorReader();
    }

    @Override
    public MLWriter write() {
        return new StagePersistence.EstimatorWriter(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Param<?>[] params() {
        List<Param<?>> all = new ArrayList<>(training.all());
        all.addAll(scaling.all());
        all.addAll(table.all());
        all.addAll(List.of(inputCol, outputCol, outputType, layer, batchSize, handleInvalid));
        all.sort(Comparator.comparing(Param::name));
        return all.toArray(Param<?>[]::new);
    }

    @Override
    public Param<String> inputCol() {
        return inputCol;
    }

    @Override
    public Param<String> outputCol() {
        return outputCol;
    }

    @Override
    public Param<String> outputType() {
        return outputType;
    }

    @Override
    public IntParam layer() {
        return layer;
    }

    @Override
    public IntParam batchSize() {
        return batchSize;
    }

    @Override
    public Param<String> handleInvalid() {
        return handleInvalid;
    }

    /** Sets the name of the column of input vectors. */
    public StackedAutoencoder setInputCol(String value) {
        set(inputCol, value);
        return this;
    }

    /** Sets the name of the new column of features. */
    public StackedAutoencoder setOutputCol(String value) {
        set(outputCol, value);
        return this;
    }

    /** Sets the type of the features: {@code array} or {@code vector}. */
    public StackedAutoencoder setOutputType(String value) {
        set(outputType, value);
        return this;
    }

    /** Sets the layer whose code becomes the features, counted from 1 for the lowest; 0 stands for the top one. */
    public StackedAutoencoder setLayer(int value) {
        set(layer, value);
        return this;
    }

    /** Sets the number of rows that one matrix product encodes. */
    public StackedAutoencoder setBatchSize(int value) {
        set(batchSize, value);
        return this;
    }

    /** Sets what happens to invalid rows: {@code error}, {@code skip} or {@code keep}. */
    public StackedAutoencoder setHandleInvalid(String value) {
        set(handleInvalid, value);
        return this;
    }

    /** Sets the columns of a table whose values become the input vector, instead of one column of vectors. */
    public StackedAutoencoder setFeatures(String... columns) {
        table.set("features", String.join(",", columns));
        return this;
    }

    /** Sets the columns that become one value per category. */
    public StackedAutoencoder setCategorical(String... columns) {
        table.set("categorical", String.join(",", columns));
        return this;
    }

    /** Sets how each feature is scaled by its values: {@code none}, {@code standardize}, {@code minmax} or {@code log}. */
    public StackedAutoencoder setScaling(String value) {
        scaling.set("scaling", value);
        return this;
    }

    /**
     * Sets a parameter of training, of the columns or of the scaling from a text, such as {@code setOption("learningRate", "0.01")}.
     *
     * @param name the parameter's name, or the name of the option on the command line without dashes, such as
     *     {@code learning-rate}
     * @throws InvalidInputException if there is no such parameter, or if the value does not have the parameter's type
     */
    public StackedAutoencoder setOption(String name, String value) {
        if (!scaling.set(name, value) && !table.set(name, value)) {
            training.set(name, value);
        }
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        FeatureColumns.checkLayer(
                this, training.options(scaling.request().kind()).layers());
        if (table.areGiven()) {
            chosen(schema);
        } else {
            FeatureColumns.vector(this, inputCol, schema);
        }
        return FeatureColumns.withOutput(this, schema);
    }

    /** Returns the columns that become features. */
    private TableColumns chosen(StructType schema) {
        if (isDefined(inputCol)) {
            throw InvalidInputException.of(
                    "%s and %s are both set: name one column of vectors, or the columns of a table.",
                    FieldName.of(inputCol.name()), FieldName.of("features"));
        }
        return TableColumns.of(TABLE, schema, table.request(), null);
    }

    /** Measures on a table how its columns become features. */
    private TableFeatures features(Dataset<?> rows) {
        TableColumns columns = chosen(rows.schema());
        return new FeatureFit(TABLE, columns, table.request(), scaling.request().keepConstant())
                .fit(
                        rows.sparkSession(),
                        rows.select(columns.select(TABLE, rows.schema())).toJavaRDD());
    }

    /**
     * Trains a stack on the rows of a table.
     *
     * @throws InvalidInputException if a parameter does not fit the table, if a row is invalid and {@code handleInvalid}
     *     is {@code error}, or if there is no valid row to train on
     */
    @Override
    public StackedAutoencoderModel fit(Dataset<?> rows) {
        transformSchema(rows.schema(), false);
        FeatureColumns.checkSession(rows.sparkSession());
        TableFeatures features = table.areGiven() ? features(rows) : TableFeatures.NONE;
        InputColumns columns = features.isNone()
                ? FeatureColumns.vector(this, inputCol, rows.schema())
                : TableVector.of(features, rows.schema());
        ScalingRequest request = scaling.request();
        InvalidRowPolicy policy = FeatureColumns.invalidRowPolicy(this, handleInvalid);
        boolean sparse = columns instanceof VectorColumn vector && vector.isMostlyZero(rows);
        ModelDirectory trained = new TableTraining(
                        uid, training.options(request.kind()), columns, features, policy, request)
                .run(rows, sparse);
        StackedAutoencoderModel model = new StackedAutoencoderModel(uid, trained);
        model.setParent(this);
        return copyValues(model, ParamMap.empty());
    }

    @Override
    public StackedAutoencoder copy(ParamMap extra) {
        return copyValues(new StackedAutoencoder(uid), extra);
    }
}
