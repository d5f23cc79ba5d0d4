package io.jointae.train;

import io.jointae.stack.Examples;
import io.jointae.testing.Bars;
import io.jointae.train.shard.ResidentData;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Small data for the tests of training. */
public final class TrainingFixtures {

    private TrainingFixtures() {}

    public static Examples examples(int n, int width, long seed) {
        return Examples.of(Bars.rows(n, width, seed), width);
    }

    /** Returns the rows with row {@code i} in partition {@code i mod workers}, as {@link ResidentData} assigns them. */
    public static JavaRDD<DataSet> dealt(JavaSparkContext context, List<float[]> rows, int workers) {
        List<Integer> partitions = new ArrayList<>();
        for (int k = 0; k < workers; k++) {
            partitions.add(k);
        }
        List<float[]> all = new ArrayList<>(rows);
        return context.parallelize(partitions, workers).flatMap(k -> {
            List<DataSet> sets = new ArrayList<>();
            for (int i = k; i < all.size(); i += workers) {
                INDArray row = Nd4j.create(all.get(i), new long[] {1, all.get(i).length}, 'c');
                sets.add(new DataSet(row, row));
            }
            return sets.iterator();
        });
    }
}
