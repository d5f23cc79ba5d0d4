package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.encode.InputRow;
import io.jointae.encode.RowCheck;
import io.jointae.encode.VectorColumn;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Loss;
import io.jointae.stack.StackModel;
import io.jointae.train.RunEnvironment;
import io.jointae.train.Training;
import io.jointae.train.listener.DivergenceGuard;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

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

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final Param<String> outputType;
    private final IntParam layer;
    private final IntParam batchSize;
    private final Param<String> handleInvalid;
    private final TrainingParams training;

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
        FeatureParamDocs.setDefaults(this);
        TrainingParams.defaults()
                .forEach((option, value) -> setDefault(training.of(option), training.typed(option, value)));
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

    /**
     * Sets an option of {@code train} in its words.
     *
     * @param option as on the command line without dashes, such as {@code learning-rate}
     * @throws InvalidInputException if there is no such option or the value is not of its type
     */
    public StackedAutoencoder setOption(String option, String value) {
        String name = TrainingOption.find(option)
                .map(TrainingOption::cliName)
                .orElseThrow(() -> InvalidInputException.of(
                        "%s: no option; there are %s", option, String.join(", ", training.options())));
        try {
            set(training.of(name), training.typed(name, value));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(option + " " + value + ": not a number", e);
        }
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        training.options(this);
        return FeatureColumns.withOutput(this, schema);
    }

    @Override
    public StackedAutoencoderModel fit(Dataset<?> table) {
        transformSchema(table.schema(), false);
        Instant started = Instant.now();
        TrainingOptions options = training.options(this);
        SparkSession spark = table.sparkSession();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        VectorColumn vector = FeatureColumns.input(this, table.schema());
        Dataset<InputRow> values = table.select(vector.floats().as("values")).as(Encoders.bean(InputRow.class));
        InputRow first = values.filter("values is not null").takeAsList(1).stream()
                .findFirst()
                .orElseThrow(() -> InvalidInputException.of("column %s: no rows to train on", getInputCol()));
        int width = first.getValues().length;
        boolean inUnit = options.stack().loss() == Loss.CROSS_ENTROPY;
        TrainingExamples examples =
                new TrainingExamples(new RowCheck(width), FeatureColumns.invalidRowPolicy(this), inUnit);
        // Numbering the rows reads them twice, and they must be the same rows both times.
        JavaRDD<float[]> good = values.javaRDD().mapPartitions(examples).persist(StorageLevel.MEMORY_AND_DISK());
        JavaPairRDD<Long, float[]> rows = good.zipWithIndex().mapToPair(Tuple2::swap);
        try {
            long count = rows.count();
            TrainingPlan plan = options.plan(getInputCol(), width);
            if (count == 0) {
                throw InvalidInputException.of("column %s: no good rows to train on", getInputCol());
            }
            plan.averaging().check(count);
            List<EpochRecord> history = new ArrayList<>();
            RunListener historian = new RunListener() {
                @Override
                public void onFinish(TrainingPlan done, TrainingState state) {
                    history.addAll(state.history());
                }
            };
            StackModel trained = Training.run(
                    context, rows, plan, TrainingState.initial(plan), List.of(new DivergenceGuard(), historian));
            double seconds = (Instant.now().toEpochMilli() - started.toEpochMilli()) / 1000.0;
            ModelCard card = new ModelCard(
                    new ModelCard.Identity(
                            options.modelName(),
                            options.scheme().cliName(),
                            options.kind().toLowerCase(Locale.ROOT)),
                    new ModelCard.Data(getInputCol(), "a table in memory", "unhashed", count),
                    options.toMap(),
                    options.seed(),
                    new ModelCard.Run(RunEnvironment.of(spark), started.toString(), seconds),
                    new ModelCard.Result(ModelDirectory.hash(trained.parameters()), history));
            StackedAutoencoderModel model =
                    new StackedAutoencoderModel(uid, new ModelDirectory(trained, plan.lastUpdaters(), card));
            model.setParent(this);
            return copyValues(model, ParamMap.empty());
        } finally {
            good.unpersist();
        }
    }

    @Override
    public StackedAutoencoder copy(ParamMap extra) {
        return copyValues(new StackedAutoencoder(uid), extra);
    }
}
