package io.jointae.ml;

import io.jointae.data.PreparedDataset;
import io.jointae.feature.Scaling;
import io.jointae.feature.ScalingRequest;
import io.jointae.feature.SparseRow;
import io.jointae.stack.StackModel;
import io.jointae.train.Training;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.shard.SparseRows;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** The training examples of a table, stored on disk, while they wait for the workers. */
interface WaitingExamples {

    /** The number of the examples, and their scaling. */
    record Counted(long count, Scaling scaling) {}

    /** Returns the stored examples, unscaled. */
    JavaRDD<?> rows();

    /**
     * Measures the scaling of the examples.
     *
     * @param data the name of the table or the column, for messages
     * @param names the name of each value, for messages
     */
    Scaling fit(ScalingRequest request, String data, int width, IntFunction<String> names);

    /** Trains on the scaled examples. */
    StackModel train(JavaSparkContext context, Counted counted, TrainingPlan plan, List<RunListener> listeners);

    /**
     * Returns evenly spaced examples, in the order of the table.
     *
     * @param most the largest number of examples; see {@link PreparedDataset#sampleDistance}
     * @return the scaled values, {@code [n, width]}, one example after the other
     */
    float[] sample(Counted counted, int width, int most);

    /** Examples with all their values. */
    record Dense(JavaRDD<float[]> rows) implements WaitingExamples {

        @Override
        public Scaling fit(ScalingRequest request, String data, int width, IntFunction<String> names) {
            return request.fit(data, rows, width, names);
        }

        @Override
        public StackModel train(
                JavaSparkContext context, Counted counted, TrainingPlan plan, List<RunListener> listeners) {
            JavaPairRDD<Long, float[]> numbered = rows.zipWithIndex().mapToPair(Tuple2::swap);
            Scaling fitted = counted.scaling;
            JavaPairRDD<Long, float[]> scaled =
                    fitted.isNone() ? numbered : numbered.mapValues(row -> scaled(row, fitted));
            return Training.run(context, scaled, counted.count, plan, TrainingState.initial(plan), listeners);
        }

        /** Returns a scaled copy of a row, because Spark may keep the row itself. */
        private static float[] scaled(float[] row, Scaling scaling) {
            float[] copy = row.clone();
            scaling.apply(copy, 1);
            return copy;
        }

        @Override
        public float[] sample(Counted counted, int width, int most) {
            return joined(spaced(rows, counted.count, width, most), counted.scaling, width);
        }
    }

    /** Examples of which only the values that differ from 0 are stored. */
    record Sparse(JavaRDD<SparseRow> rows) implements WaitingExamples {

        @Override
        public Scaling fit(ScalingRequest request, String data, int width, IntFunction<String> names) {
            return request.fitSparse(data, rows, width, names);
        }

        @Override
        public StackModel train(
                JavaSparkContext context, Counted counted, TrainingPlan plan, List<RunListener> listeners) {
            long values = rows.map(row -> (long) row.size()).reduce(Long::sum);
            SparseRows numbered = new SparseRows(
                    rows.zipWithIndex().mapToPair(Tuple2::swap),
                    counted.scaling,
                    Math.max(1, values / (double) counted.count));
            return Training.run(context, numbered, counted.count, plan, TrainingState.initial(plan), listeners);
        }

        @Override
        public float[] sample(Counted counted, int width, int most) {
            List<float[]> dense = spaced(rows, counted.count, width, most).stream()
                    .map(SparseRow::dense)
                    .toList();
            return joined(dense, counted.scaling, width);
        }
    }

    private static <T> List<T> spaced(JavaRDD<T> rows, long count, int width, int most) {
        long distance = PreparedDataset.sampleDistance(count, width, most);
        return rows.zipWithIndex()
                .filter(row -> row._2() % distance == 0)
                .keys()
                .collect();
    }

    private static float[] joined(List<float[]> rows, Scaling scaling, int width) {
        float[] all = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, all, i * width, width);
        }
        scaling.apply(all, rows.size());
        return all;
    }
}
