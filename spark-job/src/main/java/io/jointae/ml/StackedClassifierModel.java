package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.EncodedTable;
import io.jointae.encode.ForwardPassPool;
import io.jointae.encode.InvalidRowHandling;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.OutputType;
import io.jointae.encode.PartitionScoring;
import io.jointae.encode.ScoringOutputs;
import io.jointae.encode.classify.ClassColumns;
import io.jointae.encode.column.InputColumns;
import io.jointae.model.ModelDirectory;
import io.jointae.model.tuned.ClassifierDirectory;
import io.jointae.spark.StageFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A Spark ML transformer that adds the probabilities of the classes and the most probable class of each row, by a stack
 * that the command {@code finetune} trained with labels. The columns have the types that Spark's own classifiers give them,
 * so that Spark's evaluators take them: a {@code Vector} and a {@code double}.
 *
 * <pre>{@code
 * StackedClassifierModel classifier = StackedClassifierModel.fromDirectory(spark, "tuned/classifier-1")
 *         .setInputCol("pixels");
 * Dataset<Row> classified = classifier.transform(images); // adds probability and prediction
 * }</pre>
 */
public final class StackedClassifierModel extends Model<StackedClassifierModel> implements MLWritable {

    /** The column of the logits between two steps; no user sees it. */
    private static final String LOGITS = "__jointae_logits";

    private final String uid;
    private final Optional<ClassifierDirectory> trained;
    private final Optional<ModelDirectory> logits;
    private final Param<String> inputCol;
    private final Param<String> probabilityCol;
    private final Param<String> predictionCol;
    private final IntParam batchSize;
    private final Param<String> handleInvalid;

    /**
     * Creates a stage without a classifier, as Spark Connect does to learn the class. Only {@link #load} and {@link
     * #fromDirectory} return a stage that classifies.
     */
    public StackedClassifierModel() {
        this(Identifiable$.MODULE$.randomUID("stackedClassifier"));
    }

    /**
     * Creates a stage without a classifier.
     *
     * @param uid the stage's unique identifier
     */
    public StackedClassifierModel(String uid) {
        this(Optional.empty(), uid);
    }

    /**
     * Creates a stage with default parameters.
     *
     * @param uid the stage's unique identifier
     * @param trained the classifier with its provenance
     */
    public StackedClassifierModel(String uid, ClassifierDirectory trained) {
        this(Optional.of(trained), uid);
    }

    private StackedClassifierModel(Optional<ClassifierDirectory> trained, String uid) {
        this.uid = Objects.requireNonNull(uid, "uid");
        this.trained = trained;
        this.logits = trained.map(ClassifierDirectory::logits);
        this.inputCol = FeatureParamDocs.inputCol(this);
        this.probabilityCol = StageFormat.text(
                this, "probabilityCol", "Names the new column of the probabilities of the classes, an ML Vector.");
        this.predictionCol =
                StageFormat.text(this, "predictionCol", "Names the new column of the most probable class, a double.");
        this.batchSize = FeatureParamDocs.batchSize(this);
        this.handleInvalid = FeatureParamDocs.handleInvalid(this);
        setDefault(probabilityCol, "probability");
        setDefault(predictionCol, "prediction");
        setDefault(batchSize, ForwardPassPool.DEFAULT_BATCH_SIZE);
        setDefault(handleInvalid, InvalidRowPolicy.ERROR.id());
    }

    /**
     * Reads a classifier that the command {@code finetune} wrote.
     *
     * @param directory the classifier's directory on any file system that Hadoop knows
     * @throws InvalidInputException if the directory does not hold a classifier
     */
    public static StackedClassifierModel fromDirectory(SparkSession spark, String directory) throws IOException {
        return new StackedClassifierModel(
                Identifiable$.MODULE$.randomUID("stackedClassifier"),
                ClassifierDirectory.read(spark.sessionState().newHadoopConf(), directory));
    }

    /** Reads a stage that {@link #save} wrote. */
    public static StackedClassifierModel load(String path) {
        return read().load(path);
    }

    /** Returns the reader of saved stages. Spark calls it by reflection when it loads a pipeline. */
    public static MLReader<StackedClassifierModel> read() {
        return new StagePersistence.ModelReader<>(
                StackedClassifierModel.class,
                (conf, uid, folder) -> new StackedClassifierModel(uid, ClassifierDirectory.read(conf, folder)));
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
     * Returns the classifier with its provenance.
     *
     * @throws InvalidInputException if the stage was created without a classifier
     */
    public ClassifierDirectory trained() {
        return trained.orElseThrow(StackedClassifierModel::untrained);
    }

    private ModelDirectory logits() {
        return logits.orElseThrow(StackedClassifierModel::untrained);
    }

    private static InvalidInputException untrained() {
        return new InvalidInputException(
                "This stage has no trained classifier: load a saved stage or a folder that finetune wrote.");
    }

    /** Returns the number of classes. */
    public int numClasses() {
        return trained().classifier().classes();
    }

    /** Returns the parameter for the column of input vectors. */
    public Param<String> inputCol() {
        return inputCol;
    }

    /** Returns the parameter for the name of the new column of probabilities. */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /** Returns the parameter for the name of the new column of the most probable class. */
    public Param<String> predictionCol() {
        return predictionCol;
    }

    /** Returns the parameter for the number of rows that one matrix product classifies. */
    public IntParam batchSize() {
        return batchSize;
    }

    /** Returns the parameter for the handling of invalid rows. */
    public Param<String> handleInvalid() {
        return handleInvalid;
    }

    /** Sets the name of the column of input vectors; without it, a model of a table reads the columns that it keeps. */
    public StackedClassifierModel setInputCol(String value) {
        set(inputCol, value);
        return this;
    }

    /** Sets the name of the new column of probabilities. */
    public StackedClassifierModel setProbabilityCol(String value) {
        set(probabilityCol, value);
        return this;
    }

    /** Sets the name of the new column of the most probable class. */
    public StackedClassifierModel setPredictionCol(String value) {
        set(predictionCol, value);
        return this;
    }

    /** Sets the number of rows that one matrix product classifies. */
    public StackedClassifierModel setBatchSize(int value) {
        set(batchSize, value);
        return this;
    }

    /** Sets what happens to invalid rows: {@code error}, {@code skip} or {@code keep}. */
    public StackedClassifierModel setHandleInvalid(String value) {
        set(handleInvalid, value);
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        FeatureColumns.input(this, inputCol, logits(), schema);
        FeatureColumns.invalidRowPolicy(this, handleInvalid);
        StructType withOutput = schema;
        for (Param<String> name : List.of(probabilityCol, predictionCol)) {
            String column = getOrDefault(name);
            if (Arrays.stream(withOutput.fieldNames()).anyMatch(column::equalsIgnoreCase)) {
                throw InvalidInputException.ofField(
                        name.name(), "%s already exists in the table: choose another name.", column);
            }
            withOutput = withOutput.add(
                    column, name == predictionCol ? DataTypes.DoubleType : OutputType.VECTOR.dataType(), true);
        }
        return withOutput;
    }

    /** Adds both columns. Rows are classified when Spark reads the result. */
    @Override
    public Dataset<Row> transform(Dataset<?> table) {
        StructType schema = table.schema();
        transformSchema(schema, false);
        InputColumns vector = FeatureColumns.input(this, inputCol, logits(), schema);
        InvalidRowPolicy policy = FeatureColumns.invalidRowPolicy(this, handleInvalid);
        PartitionScoring scoring = FeatureColumns.scoring(
                table.sparkSession(),
                new ForwardPassPool(logits(), (int) getOrDefault(batchSize)),
                new ScoringOutputs(logits().model().architecture().depth(), false, false),
                new InvalidRowHandling(policy, handleInvalid.name(), FeatureColumns.location(vector), null));
        Column code = functions.col(LOGITS);
        Dataset<Row> encoded = EncodedTable.withFeatures(table, vector, scoring, OutputType.ARRAY, LOGITS);
        return encoded.withColumn(
                        getOrDefault(probabilityCol),
                        OutputType.VECTOR.convert(ClassColumns.probabilities(code), getOrDefault(probabilityCol)))
                .withColumn(
                        getOrDefault(predictionCol),
                        ClassColumns.mostProbable(code).cast(DataTypes.DoubleType))
                .drop(LOGITS);
    }

    @Override
    public StackedClassifierModel copy(ParamMap extra) {
        StackedClassifierModel copy = new StackedClassifierModel(trained, uid);
        copyValues(copy, extra);
        copy.setParent(parent());
        return copy;
    }

    @Override
    public String toString() {
        return "StackedClassifierModel: uid=" + uid
                + trained.map(model -> ", " + model.card().name() + ", " + numClasses() + " classes")
                        .orElse("");
    }
}
