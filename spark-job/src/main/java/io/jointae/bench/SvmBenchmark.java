package io.jointae.bench;

import io.jointae.bench.probe.LiblinearComparison;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.SvmTraining;
import io.jointae.stack.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Measures the training of linear SVMs for five values of C on all cores, and compares it with Spark MLlib and, if its
 * jar is on the class path, with liblinear-java.
 */
public final class SvmBenchmark implements Benchmark {

    private static final int ROWS = 10_000;
    private static final int WIDTH = 1000;
    private static final int CLASSES = 10;

    /** The number of dimensions of the points that the features are computed from. */
    private static final int HIDDEN = 30;

    /**
     * The spread of the points around their center. A few percent of the rows overlap with another class, as in MNIST.
     */
    private static final double SPREAD = 1.2;

    private static final double[] COSTS = {0.001, 0.01, 0.1, 1, 10};

    @Override
    public String name() {
        return "svm";
    }

    @Override
    public String description() {
        return "linear SVMs for five values of C on 10,000 rows of 1,000 features in 10 classes, on all cores";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        int rows = Math.max(500, (int) (ROWS * Math.min(1, scale)));
        RowBlock block = generate(rows);
        JavaRDD<RowBlock> blocks = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(List.of(rows), 1)
                .map(SvmBenchmark::generate)
                .cache();
        blocks.count();
        SvmTraining.of(COSTS[0]).train(blocks, "bench");
        double[] seconds = new double[3];
        SvmTraining.TrainedSvms trained = null;
        for (int r = 0; r < seconds.length; r++) {
            long begin = System.nanoTime();
            trained = SvmTraining.of(COSTS).train(blocks, "bench");
            seconds[r] = (System.nanoTime() - begin) * 1e-9;
        }
        Arrays.sort(seconds);
        double ourSeconds = seconds[1];
        SortedMap<String, Double> peers = new TreeMap<>();
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("rows", Integer.toString(rows));
        notes.put("range", String.format(Locale.ROOT, "%.2f to %.2f s", seconds[0], seconds[2]));
        LiblinearComparison.add(() -> block, COSTS, trained.classifiers(), ourSeconds, peers, notes);
        peers.put("spark-onevsrest-linearsvc", mllibSeconds(spark, blocks, rows) * COSTS.length / ourSeconds);
        blocks.unpersist(false);
        notes.put("spark", "measured at C = 0.1, multiplied by the number of values of C");
        return List.of(new BenchResult("svm", ourSeconds, "s", null, null, peers, notes));
    }

    /** Returns the seconds of MLlib for one value of C, with one partition and one class at a time on one thread. */
    private static double mllibSeconds(SparkSession spark, JavaRDD<RowBlock> blocks, int count) {
        StructType schema =
                new StructType().add("features", SQLDataTypes.VectorType()).add("label", DataTypes.DoubleType);
        Dataset<Row> table = spark.createDataFrame(
                        blocks.flatMap(block -> IntStream.range(0, block.rows())
                                .mapToObj(i -> row(block, i))
                                .iterator()),
                        schema)
                .cache();
        table.count();
        LinearSVC svc = new LinearSVC().setRegParam(1 / (0.1 * count));
        long begin = System.nanoTime();
        new OneVsRest().setClassifier(svc).setParallelism(1).fit(table);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        table.unpersist();
        return seconds;
    }

    /** Returns row {@code i} in MLlib's schema. */
    private static Row row(RowBlock block, int i) {
        double[] features = new double[WIDTH];
        for (int j = 0; j < WIDTH; j++) {
            features[j] = block.values()[i * WIDTH + j];
        }
        return RowFactory.create(Vectors.dense(features), (double) block.labels()[i]);
    }

    /**
     * Returns rows of overlapping classes. The features are logistic units with random weights, applied to points that
     * are scattered around one center per class.
     */
    private static RowBlock generate(int n) {
        float[] values = new float[n * WIDTH];
        int[] labels = new int[n];
        double[] point = new double[HIDDEN];
        for (int i = 0; i < n; i++) {
            labels[i] = i % CLASSES;
            for (int h = 0; h < HIDDEN; h++) {
                double center = CounterRandom.uniform(CounterRandom.key(5, labels[i]), h) - 0.5;
                double noise = CounterRandom.uniform(CounterRandom.key(6, i), 2L * h)
                        + CounterRandom.uniform(CounterRandom.key(6, i), 2L * h + 1)
                        - 1;
                point[h] = center + SPREAD * noise;
            }
            for (int j = 0; j < WIDTH; j++) {
                double z = 0;
                for (int h = 0; h < HIDDEN; h++) {
                    z += 4 * (CounterRandom.uniform(CounterRandom.key(7, j), h) - 0.5) * point[h];
                }
                values[i * WIDTH + j] = (float) (1 / (1 + Math.exp(-z)));
            }
        }
        return new RowBlock(new long[n], labels, values);
    }
}
