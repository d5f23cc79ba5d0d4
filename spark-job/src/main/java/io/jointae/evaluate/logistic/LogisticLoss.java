package io.jointae.evaluate.logistic;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.linalg.Matrix;
import io.jointae.spark.RddResults;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The objective {@code 1/n sum -log p(y | x) + decay/2 |W|^2} of a logistic regression over distributed rows, as a
 * function of W and of biases that belong to centered features. Centering does not change the minimum, because the
 * biases have no penalty, and makes its computation faster and more exact. The point is {@code [features + 1, scores]},
 * column after column, with the bias last.
 */
final class LogisticLoss implements Lbfgs.Objective {

    private final JavaRDD<RowBlock> rows;
    private final LabeledSummary summary;
    private final double decay;

    /**
     * Describes an objective.
     *
     * @param rows rows, which are read once per evaluation
     * @param summary facts about the same rows
     * @param decay the weight of the penalty, 0 or more
     */
    LogisticLoss(JavaRDD<RowBlock> rows, LabeledSummary summary, double decay) {
        this.rows = rows;
        this.summary = summary;
        this.decay = decay;
    }

    /** Returns the model at a point, for features that are not centered. */
    LogisticModel model(double[] point) {
        int[] classes = summary.classes();
        int features = summary.width();
        int scores = LogisticModel.scores(classes.length);
        float[] weights = new float[features * scores];
        double[] biases = new double[scores];
        for (int k = 0; k < scores; k++) {
            int from = k * (features + 1);
            biases[k] = point[from + features];
            for (int j = 0; j < features; j++) {
                weights[k * features + j] = (float) point[from + j];
                // The products use the rounded weight, so the shift does too.
                biases[k] -= weights[k * features + j] * summary.mean(j);
            }
        }
        return new LogisticModel(classes, weights, biases);
    }

    @Override
    public double at(double[] point, double[] gradient) {
        Broadcast<LogisticModel> model =
                JavaSparkContext.fromSparkContext(rows.context()).broadcast(model(point));
        double[] sums = new double[point.length];
        double loss = 0;
        try {
            // The sums come in the order of the partitions, so the order of summation is fixed.
            for (Sums part : RddResults.perPartition(rows, blocks -> Sums.of(blocks, model.value()))) {
                if (part != null) {
                    loss += part.loss();
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] += part.residuals()[i];
                    }
                }
            }
        } finally {
            model.destroy();
        }
        int features = summary.width();
        double penalty = 0;
        for (int from = 0; from < sums.length; from += features + 1) {
            double residuals = sums[from + features];
            for (int j = 0; j < features; j++) {
                double w = point[from + j];
                gradient[from + j] = (sums[from + j] - summary.mean(j) * residuals) / summary.rows() + decay * w;
                penalty += w * w;
            }
            gradient[from + features] = residuals / summary.rows();
        }
        return loss / summary.rows() + decay / 2 * penalty;
    }

    /**
     * The sums of a partition.
     *
     * @param loss the sum of {@code -log p} in nats
     * @param residuals {@code [features + 1, scores]}: the sums of {@code (p_k - [y = k]) x}, and of {@code p_k - [y = k]}
     */
    @DefaultSerializer(JavaSerializer.class)
    private record Sums(double loss, double[] residuals) implements Serializable {

        /** Returns the sums over the rows of a task, or null if it has none. */
        static Sums of(Iterator<RowBlock> blocks, LogisticModel model) {
            if (!blocks.hasNext()) {
                return null;
            }
            int features = model.features();
            int scores = model.biases().length;
            double loss = 0;
            double[] biases = new double[scores];
            float[] sums = new float[features * scores];
            try (Matrix sum = Matrix.create(DataType.FLOAT, features, scores)) {
                sum.fill(0);
                while (blocks.hasNext()) {
                    RowBlock block = blocks.next();
                    double[] logs = model.logProbabilities(block.values(), block.rows());
                    loss += model.crossEntropy(logs, block.labels());
                    addProducts(block, residuals(model, logs, block.labels(), biases), sum);
                }
                sum.read(sums);
            }
            double[] all = new double[(features + 1) * scores];
            for (int k = 0; k < scores; k++) {
                for (int j = 0; j < features; j++) {
                    all[k * (features + 1) + j] = sums[k * features + j];
                }
                all[k * (features + 1) + features] = biases[k];
            }
            return new Sums(loss, all);
        }

        /** Returns the residuals {@code [n, scores]}, column after column, and adds those of each score to its sum. */
        private static float[] residuals(LogisticModel model, double[] logs, int[] labels, double[] perScore) {
            int n = labels.length;
            int classes = model.classes().length;
            int skipped = classes - perScore.length;
            float[] residuals = new float[n * perScore.length];
            for (int i = 0; i < n; i++) {
                int own = Arrays.binarySearch(model.classes(), labels[i]) - skipped;
                for (int k = 0; k < perScore.length; k++) {
                    double residual = Math.exp(logs[i * classes + skipped + k]) - (k == own ? 1 : 0);
                    residuals[k * n + i] = (float) residual;
                    perScore[k] += residual;
                }
            }
            return residuals;
        }

        private static void addProducts(RowBlock block, float[] residuals, Matrix sum) {
            try (Matrix x = Matrix.create(DataType.FLOAT, block.width(), block.rows());
                    Matrix r = Matrix.create(DataType.FLOAT, block.rows(), sum.columns())) {
                x.write(block.values());
                r.write(residuals);
                sum.product(x, false, r, false, 1);
            }
        }
    }
}
