package io.jointae.ml;

import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.PartitionScoring;
import io.jointae.encode.RowLocation;
import io.jointae.encode.ScoringColumns;
import io.jointae.encode.ScoringOutputs;
import io.jointae.encode.VectorColumn;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Architecture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Adds the code of a trained stack to each row, in batch and in streaming queries.
 *
 * <pre>{@code
 * StackedAutoencoderModel encoder = StackedAutoencoderModel.fromDirectory(spark, "hdfs:///models/mnist")
 *         .setInputCol("pixels").setOutputCol("features");
 * Dataset<Row> scored = encoder.transform(images);
 * }</pre>
 */
public final class StackedAutoencoderModel extends Model<StackedAutoencoderModel> implements FeatureParams, MLWritable {

    private final String uid;
    private final ModelDirectory trained;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final Param<String> outputType;
    private final IntParam layer;
    private final IntParam batchSize;
    private final Param<String> handleInvalid;

    /** @param trained the stack and where it comes from */
    public StackedAutoencoderModel(String uid, ModelDirectory trained) {
        this.uid = Objects.requireNonNull(uid, "uid");
        this.trained = Objects.requireNonNull(trained, "trained");
        this.inputCol = FeatureParamDocs.inputCol(this);
        this.outputCol = FeatureParamDocs.outputCol(this);
        this.outputType = FeatureParamDocs.outputType(this);
        this.layer = FeatureParamDocs.layer(this);
        this.batchSize = FeatureParamDocs.batchSize(this);
        this.handleInvalid = FeatureParamDocs.handleInvalid(this);
        setDefault(outputCol, "features");
        setDefault(outputType, VectorColumn.OUTPUT_TYPES[0]);
        setDefault(layer, 0);
        setDefault(batchSize, DEFAULT_BATCH);
        setDefault(handleInvalid, InvalidRowPolicy.WORDS[0]);
    }

    /**
     * A model that {@code train} wrote.
     *
     * @param directory any Hadoop path
     * @throws io.jointae.base.InvalidInputException if it is no model
     */
    public static StackedAutoencoderModel fromDirectory(SparkSession spark, String directory) throws IOException {
        return of(ModelDirectory.read(spark.sessionState().newHadoopConf(), directory));
    }

    /** A model at hand. */
    public static StackedAutoencoderModel of(ModelDirectory trained) {
        return new StackedAutoencoderModel(Identifiable$.MODULE$.randomUID("stackedAutoencoder"), trained);
    }

    /** Reads what {@link #save} wrote. */
    public static StackedAutoencoderModel load(String path) {
        return read().load(path);
    }

    /** The reader that pipelines look for. */
    public static MLReader<StackedAutoencoderModel> read() {
        return new StagePersistence.ModelReader();
    }

    @Override
    public MLWriter write() {
        return new StagePersistence.ModelWriter(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The stack and its provenance. */
    public ModelDirectory trained() {
        return trained;
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

    public StackedAutoencoderModel setInputCol(String value) {
        set(inputCol, value);
        return this;
    }

    public StackedAutoencoderModel setOutputCol(String value) {
        set(outputCol, value);
        return this;
    }

    public StackedAutoencoderModel setOutputType(String value) {
        set(outputType, value);
        return this;
    }

    public StackedAutoencoderModel setLayer(int value) {
        set(layer, value);
        return this;
    }

    public StackedAutoencoderModel setBatchSize(int value) {
        set(batchSize, value);
        return this;
    }

    public StackedAutoencoderModel setHandleInvalid(String value) {
        set(handleInvalid, value);
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        StructType with = withOutput(schema);
        Architecture architecture = trained.model().architecture();
        VectorColumn.of(schema, getInputCol()).checkWidth(architecture.inputs());
        outputs(false).check(architecture);
        return with;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> table) {
        StructType schema = table.schema();
        transformSchema(schema, false);
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
        // Spark's cleaner removes it when the last table made with it is gone.
        Broadcast<ForwardPassPool> passes = context.broadcast(new ForwardPassPool(trained.model(), getBatchSize()));
        InvalidRowPolicy invalid = InvalidRowPolicy.of(getHandleInvalid());
        VectorColumn vector = VectorColumn.of(schema, getInputCol());
        // Carried columns are boxed on their way: the widest of them is better handed on by the scoring. Something
        // must be carried, though.
        boolean input = vector.isFloats() && invalid != InvalidRowPolicy.KEEP && schema.size() > 1;
        PartitionScoring scoring =
                new PartitionScoring(passes, outputs(input), invalid, RowLocation.UNKNOWN, null, null);
        StructType carried = new StructType();
        List<Column> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            if (input && field.name().equals(vector.name())) {
                columns.add(ScoringColumns.scored("input", field.name()).as(field.name(), field.metadata()));
            } else {
                carried = carried.add(field);
                columns.add(ScoringColumns.carried(field));
            }
        }
        columns.add(VectorColumn.asType(
                ScoringColumns.scored("features", getOutputCol()), getOutputType(), getOutputCol()));
        return ScoringColumns.paired(table, carried, vector)
                .mapPartitions(scoring, ScoringColumns.scored(carried))
                .select(columns.toArray(Column[]::new));
    }

    private ScoringOutputs outputs(boolean input) {
        int top = trained.model().architecture().depth();
        return new ScoringOutputs(getLayer() == 0 ? top : getLayer(), false, false, input);
    }

    @Override
    public StackedAutoencoderModel copy(ParamMap extra) {
        StackedAutoencoderModel copy = new StackedAutoencoderModel(uid, trained);
        copyValues(copy, extra);
        copy.setParent(parent());
        return copy;
    }

    @Override
    public String toString() {
        return "StackedAutoencoderModel: uid=" + uid + ", " + trained.card().name();
    }
}
