package io.jointae.evaluate.svm;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.spark.StageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * A Spark ML estimator of a one-versus-rest linear SVM with L2 regularization and squared hinge loss, the objective of
 * liblinear's L2-regularized L2-loss SVM.
 *
 * <pre>{@code
 * // Reads the columns features and label, and adds the column prediction.
 * LinearSvmModel model = new LinearSvm().setC(0.1).fit(trainingRows);
 * Dataset<Row> predicted = model.transform(testRows);
 * }</pre>
 */
public final class LinearSvm extends Estimator<LinearSvmModel> implements SvmParams, DefaultParamsWritable {

    private static final int BLOCK_ROWS = 512;

    private final String uid;
    private final Param<String> featuresCol;
    private final Param<String> predictionCol;
    private final Param<String> labelCol;
    private final DoubleParam c;
    private final DoubleParam tol;

    /** Creates an estimator with a random uid. */
    public LinearSvm() {
        this(Identifiable$.MODULE$.randomUID("linearSvm"));
    }

    /**
     * Creates an estimator with a given uid, as Spark's readers do.
     *
     * @param uid identifier of the stage
     */
    public LinearSvm(String uid) {
        this.uid = uid;
        featuresCol = SvmParams.featuresCol(this);
        predictionCol = SvmParams.predictionCol(this);
        labelCol = StageFormat.text(this, "labelCol", "The column of classes: whole numbers from 0.");
        c = new DoubleParam(
                this, "c", "The cost C of a squared margin violation, greater than 0.", ParamValidators.gt(0));
        tol = new DoubleParam(
                this,
                "tol",
                "The duality gap at which training stops, relative to the objective, between 0 and 1.",
                ParamValidators.inRange(0, 1, false, false));
        setDefault(featuresCol, "features");
        setDefault(predictionCol, "prediction");
        setDefault(labelCol, "label");
        setDefault(c, 1.0);
        setDefault(tol, SvmTraining.DEFAULT_TOLERANCE);
    }

    /**
     * Reads an estimator that {@link #save} wrote.
     *
     * @param path folder of the estimator
     * @return the estimator
     */
    public static LinearSvm load(String path) {
        return read().load(path);
    }

    /** Returns a reader; Spark's pipelines call this method by reflection. */
    public static MLReader<LinearSvm> read() {
        return new DefaultParamsReader<>();
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

    /** Returns the parameter with the name of the label column. */
    public Param<String> labelCol() {
        return labelCol;
    }

    /** Returns the parameter of the cost C. */
    public DoubleParam c() {
        return c;
    }

    /** Returns the parameter of the tolerance. */
    public DoubleParam tol() {
        return tol;
    }

    /** Sets the name of the features column. Default: features. */
    public LinearSvm setFeaturesCol(String value) {
        set(featuresCol, value);
        return this;
    }

    /** Sets the name of the prediction column. Default: prediction. */
    public LinearSvm setPredictionCol(String value) {
        set(predictionCol, value);
        return this;
    }

    /** Sets the name of the label column. Default: label. */
    public LinearSvm setLabelCol(String value) {
        set(labelCol, value);
        return this;
    }

    /** Sets the cost C of a squared margin violation, greater than 0. Default: 1. */
    public LinearSvm setC(double value) {
        set(c, value);
        return this;
    }

    /** Sets the relative duality gap at which training stops, between 0 and 1. Default: 1e-4. */
    public LinearSvm setTol(double value) {
        set(tol, value);
        return this;
    }

    @Override
    public LinearSvmModel fit(Dataset<?> dataset) {
        return fit(dataset, new double[] {(double) getOrDefault(c)}).get(0);
    }

    /**
     * Trains models at several costs together, which is faster than one after the other.
     *
     * @param dataset training rows
     * @param costs costs C, positive and strictly ascending
     * @return one model per cost
     * @throws InvalidInputException if the columns, the rows or the costs are not valid
     */
    public List<LinearSvmModel> fit(Dataset<?> dataset, double[] costs) {
        transformSchema(dataset.schema());
        JavaRDD<RowBlock> rows = dataset.select(
                        dataset.col(getFeaturesCol()),
                        dataset.col(getOrDefault(labelCol)).cast(DataTypes.DoubleType))
                .toDF()
                .toJavaRDD()
                .mapPartitions(LinearSvm::blocks)
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            SvmTraining training =
                    new SvmTraining(costs, (double) getOrDefault(tol), SvmTraining.DEFAULT_MAX_BYTES_PER_TASK);
            List<LinearSvmModel> models = new ArrayList<>();
            for (LinearClassifier classifier :
                    training.train(rows, getFeaturesCol()).classifiers()) {
                models.add(copyValues(new LinearSvmModel(uid, classifier), ParamMap.empty())
                        .setParent(this));
            }
            return models;
        } finally {
            rows.unpersist(false);
        }
    }

    private static Iterator<RowBlock> blocks(Iterator<Row> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public RowBlock next() {
                List<float[]> features = new ArrayList<>();
                int[] labels = new int[BLOCK_ROWS];
                while (features.size() < BLOCK_ROWS && rows.hasNext()) {
                    Row row = rows.next();
                    labels[features.size()] = label(row);
                    features.add(FeatureColumn.read(row.get(0)));
                }
                return block(features, labels);
            }
        };
    }

    private static int label(Row row) {
        double label = row.isNullAt(1) ? Double.NaN : row.getDouble(1);
        if (label != Math.rint(label) || label < 0 || label > Integer.MAX_VALUE) {
            throw InvalidInputException.ofField(
                    "labelCol",
                    "has the value %s in one of the rows: label the rows with whole numbers from 0.",
                    row.get(1));
        }
        return (int) label;
    }

    private static RowBlock block(List<float[]> features, int[] labels) {
        int width = features.get(0).length;
        float[] values = new float[features.size() * width];
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).length != width) {
                throw SvmTraining.differentWidths(width, features.get(i).length);
            }
            System.arraycopy(features.get(i), 0, values, i * width, width);
        }
        return new RowBlock(new long[features.size()], Arrays.copyOf(labels, features.size()), values);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (!Arrays.asList(schema.fieldNames()).contains(getOrDefault(labelCol))) {
            throw SvmParams.missingColumn("labelCol", getOrDefault(labelCol));
        }
        return withPrediction(schema);
    }

    @Override
    public LinearSvm copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
