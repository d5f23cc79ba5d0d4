package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.EncodedTable;
import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowHandling;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.OutputType;
import io.jointae.encode.PartitionScoring;
import io.jointae.encode.ScoringOutputs;
import io.jointae.encode.column.InputColumns;
import io.jointae.model.ModelDirectory;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A Spark ML transformer that adds the code of each row by a trained stack, in batch and in streaming queries.
 *
 * <pre>{@code
 * StackedAutoencoderModel encoder = StackedAutoencoderModel.fromDirectory(spark, "hdfs:///models/mnist")
 *         .setInputCol("pixels").setOutputCol("features");
 * Dataset<Row> scored = encoder.transform(images);
 * }</pre>
 */
public final class StackedAutoencoderModel extends Model<StackedAutoencoderModel> implements FeatureParams, MLWritable {

    private final String uid;
    private final Optional<ModelDirectory> trained;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final Param<String> outputType;
    private final IntParam layer;
    private final IntParam batchSize;
    private final Param<String> handleInvalid;

    /**
     * Creates a stage without a stack, as Spark Connect does to learn the class. Only {@link StackedAutoencoder#fit}, {@link
     * #load}, {@link #fromDirectory} and {@link #of} return a stage that encodes.
     */
    public StackedAutoencoderModel() {
        this(Identifiable$.MODULE$.randomUID("stackedAutoencoder"));
    }

    /**
     * Creates a stage without a stack.
     *
     * @param uid the stage's unique identifier
     */
    public StackedAutoencoderModel(String uid) {
        this(Optional.empty(), uid);
    }

    /**
     * Creates a stage with default parameters.
     *
     * @param uid the stage's unique identifier
     * @param trained the stack with its provenance
     */
    public StackedAutoencoderModel(String uid, ModelDirectory trained) {
        this(Optional.of(trained), uid);
    }

    private StackedAutoencoderModel(Optional<ModelDirectory> trained, String uid) {
        this.uid = Objects.requireNonNull(uid, "uid");
        this.trained = trained;
        this.inputCol = FeatureParamDocs.inputCol(this);
        this.outputCol = FeatureParamDocs.outputCol(this);
        this.outputType = FeatureParamDocs.outputType(this);
        this.layer = FeatureParamDocs.layer(this);
        this.batchSize = FeatureParamDocs.batchSize(this);
        this.handleInvalid = FeatureParamDocs.handleInvalid(this);
        FeatureParamDocs.setDefaults(this);
    }

    /**
     * Reads a model that the command {@code train} wrote.
     *
     * @param directory the model's directory on any file system that Hadoop knows
     * @throws io.jointae.base.InvalidInputException if the directory does not hold a model
     */
    public static StackedAutoencoderModel fromDirectory(SparkSession spark, String directory) throws IOException {
        return of(ModelDirectory.read(spark.sessionState().newHadoopConf(), directory));
    }

    /** Returns a stage around a trained stack. */
    public static StackedAutoencoderModel of(ModelDirectory trained) {
        return new StackedAutoencoderModel(Identifiable$.MODULE$.randomUID("stackedAutoencoder"), trained);
    }

    /** Reads a stage that {@link #save} wrote. */
    public static StackedAutoencoderModel load(String path) {
        return read().load(path);
    }

    /** Returns the reader of saved stages. Spark calls it by reflection when it loads a pipeline. */
    public static MLReader<StackedAutoencoderModel> read() {
        return new StagePersistence.ModelReader<>(
                StackedAutoencoderModel.class,
                (conf, uid, folder) -> new StackedAutoencoderModel(uid, ModelDirectory.read(conf, folder)));
    }

    @Override
    public MLWriter write() {
        return new StagePersistence.ModelWriter(this, () -> trained()::writeInto);
    }

    @Override
    public String uid() {
        return uid;
    }

    /**
     * Returns the trained stack with its provenance.
     *
     * @throws InvalidInputException if the stage was created without a stack
     */
    public ModelDirectory trained() {
        return trained.orElseThrow(() -> new InvalidInputException(
                "This stage has no trained stack: fit a StackedAutoencoder, or load a saved stage."));
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

    /** Sets the name of the column of input vectors; without it, a model of a table reads the columns that it keeps. */
    public StackedAutoencoderModel setInputCol(String value) {
        set(inputCol, value);
        return this;
    }

    /** Sets the name of the new column of features. */
    public StackedAutoencoderModel setOutputCol(String value) {
        set(outputCol, value);
        return this;
    }

    /** Sets the type of the features: {@code array} or {@code vector}. */
    public StackedAutoencoderModel setOutputType(String value) {
        set(outputType, value);
        return this;
    }

    /** Sets the layer whose code becomes the features, counted from 1 for the lowest; 0 stands for the top one. */
    public StackedAutoencoderModel setLayer(int value) {
        set(layer, value);
        return this;
    }

    /** Sets the number of rows that one matrix product encodes. */
    public StackedAutoencoderModel setBatchSize(int value) {
        set(batchSize, value);
        return this;
    }

    /** Sets what happens to invalid rows: {@code error}, {@code skip} or {@code keep}. */
    public StackedAutoencoderModel setHandleInvalid(String value) {
        set(handleInvalid, value);
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        FeatureColumns.input(this, inputCol, trained(), schema);
        outputs().check(trained().model().architecture());
        return FeatureColumns.withOutput(this, schema);
    }

    /**
     * Adds the column of codes. Rows are encoded when Spark reads the result. If {@code handleInvalid} is {@code error}, an
     * invalid row then ends the query: Spark throws a {@code SparkException} whose root cause is the
     * {@link io.jointae.base.InvalidInputException} that names the column and the row.
     */
    @Override
    public Dataset<Row> transform(Dataset<?> table) {
        StructType schema = table.schema();
        transformSchema(schema, false);
        InputColumns vector = FeatureColumns.input(this, inputCol, trained(), schema);
        InvalidRowPolicy policy = FeatureColumns.invalidRowPolicy(this, handleInvalid);
        PartitionScoring scoring = FeatureColumns.scoring(
                table.sparkSession(),
                new ForwardPassPool(trained(), getBatchSize()),
                outputs(),
                new InvalidRowHandling(policy, handleInvalid.name(), FeatureColumns.location(vector), null));
        return EncodedTable.withFeatures(table, vector, scoring, OutputType.of(getOutputType()), getOutputCol());
    }

    private ScoringOutputs outputs() {
        int top = trained().model().architecture().depth();
        return new ScoringOutputs(getLayer() == 0 ? top : getLayer(), false, false);
    }

    @Override
    public StackedAutoencoderModel copy(ParamMap extra) {
        StackedAutoencoderModel copy = new StackedAutoencoderModel(trained, uid);
        copyValues(copy, extra);
        copy.setParent(parent());
        return copy;
    }

    @Override
    public String toString() {
        return "StackedAutoencoderModel: uid=" + uid
                + trained.map(stack -> ", " + stack.card().name()).orElse("");
    }
}
