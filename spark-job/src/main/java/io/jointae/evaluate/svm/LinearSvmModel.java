package io.jointae.evaluate.svm;

import io.jointae.base.InvalidInputException;
import io.jointae.spark.ScalaLists;
import io.jointae.spark.StageMetadata;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** A trained linear SVM as a Spark ML model, which adds a column of predicted classes. {@link LinearSvm} trains it. */
public final class LinearSvmModel extends Model<LinearSvmModel> implements SvmParams, MLWritable {

    private static final String DATA = "data";
    private static final StructType SCHEMA = new StructType()
            .add("classes", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
            .add("weights", DataTypes.createArrayType(DataTypes.FloatType, false), false);

    private final String uid;
    private final LinearClassifier classifier;
    private final Param<String> featuresCol;
    private final Param<String> predictionCol;

    /**
     * Creates a model without a classifier, as Spark Connect does to learn the class. Only {@link #load} and {@link
     * LinearSvm#fit} return a model that predicts.
     */
    public LinearSvmModel() {
        this(Identifiable$.MODULE$.randomUID("linearSvm"));
    }

    /**
     * Creates a model without a classifier.
     *
     * @param uid identifier of the stage
     */
    public LinearSvmModel(String uid) {
        this(uid, null);
    }

    LinearSvmModel(String uid, LinearClassifier classifier) {
        this.uid = uid;
        this.classifier = classifier;
        featuresCol = SvmParams.featuresCol(this);
        predictionCol = SvmParams.predictionCol(this);
        setDefault(featuresCol, "features");
        setDefault(predictionCol, "prediction");
    }

    /**
     * Reads a model that {@link #save} wrote.
     *
     * @param path folder of the model
     * @return the model
     */
    public static LinearSvmModel load(String path) {
        return read().load(path);
    }

    /** Returns a reader; Spark's pipelines call this method by reflection. */
    public static MLReader<LinearSvmModel> read() {
        return new SvmModelReader();
    }

    /**
     * Returns the classifier with its weights.
     *
     * @throws InvalidInputException if the model was created without a classifier
     */
    public LinearClassifier classifier() {
        if (classifier == null) {
            throw new InvalidInputException(
                    "This model has no classifier: train one with LinearSvm, or load a saved model.");
        }
        return classifier;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Param<String> featuresCol() {
        return featuresCol;
    }

    @Override
    public Param<String> predictionCol() {
        return predictionCol;
    }

    /** Sets the name of the features column. */
    public LinearSvmModel setFeaturesCol(String value) {
        set(featuresCol, value);
        return this;
    }

    /** Sets the name of the prediction column. */
    public LinearSvmModel setPredictionCol(String value) {
        set(predictionCol, value);
        return this;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        LinearClassifier serialized = classifier();
        UDF1<Object, Double> predict = features -> (double) serialized.predict(FeatureColumn.read(features), 1)[0];
        return dataset.withColumn(
                getPredictionCol(), functions.udf(predict, DataTypes.DoubleType).apply(dataset.col(getFeaturesCol())));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return withPrediction(schema);
    }

    @Override
    public LinearSvmModel copy(ParamMap extra) {
        return copyValues(new LinearSvmModel(uid, classifier), extra).setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new SvmModelWriter(this);
    }

    private static final class SvmModelWriter extends MLWriter {
        private final LinearSvmModel model;

        SvmModelWriter(LinearSvmModel model) {
            this.model = model;
        }

        @Override
        public void saveImpl(String path) {
            LinearClassifier classifier = model.classifier();
            StageMetadata.write(sparkSession(), model, path);
            List<Integer> classes = new ArrayList<>();
            for (int each : classifier.classes()) {
                classes.add(each);
            }
            List<Float> weights = new ArrayList<>();
            for (float weight : classifier.weights()) {
                weights.add(weight);
            }
            Row row = RowFactory.create(ScalaLists.toScala(classes), ScalaLists.toScala(weights));
            sparkSession()
                    .createDataFrame(List.of(row), SCHEMA)
                    .repartition(1)
                    .write()
                    .parquet(new Path(path, DATA).toString());
        }
    }

    private static final class SvmModelReader extends MLReader<LinearSvmModel> {

        @Override
        public LinearSvmModel load(String path) {
            DefaultParamsReader.Metadata metadata = StageMetadata.read(sparkSession(), path, LinearSvmModel.class);
            Row row = sparkSession()
                    .read()
                    .parquet(new Path(path, DATA).toString())
                    .first();
            List<Integer> classes = row.getList(0);
            List<Float> weights = row.getList(1);
            float[] values = new float[weights.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = weights.get(i);
            }
            int[] each = classes.stream().mapToInt(Integer::intValue).toArray();
            LinearSvmModel model = new LinearSvmModel(metadata.uid(), new LinearClassifier(each, values));
            metadata.getAndSetParams(model, Option.empty());
            return model;
        }
    }
}
