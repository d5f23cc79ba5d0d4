package io.jointae.train;

import io.jointae.stack.Examples;
import io.jointae.train.averaging.ResidentData;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A small local Spark and small data for the tests of this package. */
public final class LocalSpark {

    private LocalSpark() {}

    public static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("tests")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
    }

    /** Rows in [0, 1] with some structure, the same for the same seed. */
    public static List<float[]> rows(int n, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> rows = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            float[] row = new float[width];
            int from = random.nextInt(width);
            int length = 1 + random.nextInt(width / 2);
            for (int i = 0; i < length; i++) {
                row[(from + i) % width] = 1;
            }
            rows.add(row);
        }
        return rows;
    }

    public static Examples examples(int n, int width, long seed) {
        return Examples.of(rows(n, width, seed), width);
    }

    /** Row {@code i} on partition {@code i mod workers}, in order: as {@link ResidentData} deals them. */
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
