package io.jointae.evaluate.svm;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
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
 * One-versus-rest linear SVM, L2-regularized squared hinge, by Spark ML's conventions; see {@link SvmSolver}.
 *
 * <pre>{@code
 * LinearSvmModel model = new LinearSvm().setC(0.1).fit(rows); // features, label
 * Dataset<Row> predicted = model.transform(others); // prediction
 * }</pre>
 */
public final class LinearSvm extends Estimator<LinearSvmModel> implements SvmParams, DefaultParamsWritable {

    private static final int BLOCK = 512;

    private final String uid;
    private final Param<String> featuresCol;
    private final Param<String> predictionCol;
    private final Param<String> labelCol;
    private final DoubleParam c;
    private final DoubleParam tol;

    public LinearSvm() {
        this(Identifiable$.MODULE$.randomUID("linearSvm"));
    }

    /** For Spark's reader. */
    public LinearSvm(String uid) {
        this.uid = uid;
        featuresCol = SvmParams.featuresCol(this);
        predictionCol = SvmParams.predictionCol(this);
        labelCol = new Param<>(this, "labelCol", "column of classes: whole numbers from 0");
        c = new DoubleParam(this, "c", "cost C of a violated margin, squared", ParamValidators.gt(0));
        tol = new DoubleParam(
                this, "tol", "duality gap relative to the objective", ParamValidators.inRange(0, 1, false, false));
        setDefault(featuresCol, "features");
        setDefault(predictionCol, "prediction");
        setDefault(labelCol, "label");
        setDefault(c, 1.0);
        setDefault(tol, SvmTraining.TOLERANCE);
    }

    /** Reads what {@link #save} wrote. */
    public static LinearSvm load(String path) {
        return read().load(path);
    }

    /** The reader that pipelines look for. */
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

    public Param<String> labelCol() {
        return labelCol;
    }

    public DoubleParam c() {
        return c;
    }

    public DoubleParam tol() {
        return tol;
    }

    public LinearSvm setFeaturesCol(String value) {
        set(featuresCol, value);
        return this;
    }

    public LinearSvm setPredictionCol(String value) {
        set(predictionCol, value);
        return this;
    }

    public LinearSvm setLabelCol(String value) {
        set(labelCol, value);
        return this;
    }

    public LinearSvm setC(double value) {
        set(c, value);
        return this;
    }

    public LinearSvm setTol(double value) {
        set(tol, value);
        return this;
    }

    @Override
    public LinearSvmModel fit(Dataset<?> dataset) {
        return fit(dataset, new double[] {(double) getOrDefault(c)}).get(0);
    }

    /**
     * Models of many costs, solved together.
     *
     * @param costs C, ascending
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
            SvmTraining training = new SvmTraining(costs, (double) getOrDefault(tol), SvmTraining.ONE_MACHINE);
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
                int[] labels = new int[BLOCK];
                while (features.size() < BLOCK && rows.hasNext()) {
                    Row row = rows.next();
                    labels[features.size()] = label(row);
                    features.add(FeatureColumn.of(row.get(0)));
                }
                return block(features, labels);
            }
        };
    }

    private static int label(Row row) {
        double label = row.isNullAt(1) ? Double.NaN : row.getDouble(1);
        if (label != Math.rint(label) || label < 0 || label > Integer.MAX_VALUE) {
            throw InvalidInputException.of("label %s: classes are whole numbers from 0", row.get(1));
        }
        return (int) label;
    }

    private static RowBlock block(List<float[]> features, int[] labels) {
        int width = features.get(0).length;
        float[] values = new float[features.size() * width];
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).length != width) {
                throw InvalidInputException.of(
                        "features: rows of %d and of %d values: all rows need one width",
                        width, features.get(i).length);
            }
            System.arraycopy(features.get(i), 0, values, i * width, width);
        }
        return new RowBlock(new long[features.size()], Arrays.copyOf(labels, features.size()), values);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (!Arrays.asList(schema.fieldNames()).contains(getOrDefault(labelCol))) {
            throw InvalidInputException.of("labelCol %s: the table has no such column", getOrDefault(labelCol));
        }
        return withPrediction(schema);
    }

    @Override
    public LinearSvm copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
