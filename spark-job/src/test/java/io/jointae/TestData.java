package io.jointae;

import io.jointae.data.DatasetSpec;
import io.jointae.data.DatasetWriter;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Small prepared data for tests: bars in rows of pixels; label 1 where the bar begins in the right half. */
public final class TestData {

    private TestData() {}

    public static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("tests")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
    }

    /** Bars of the same seed are the same. */
    public static List<Example> examples(int n, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> rows = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            float[] row = new float[width];
            int from = random.nextInt(width);
            int length = 1 + random.nextInt(width / 2);
            for (int i = 0; i < length; i++) {
                row[(from + i) % width] = 1;
            }
            rows.add(new Example(j, from < width / 2 ? 0 : 1, row));
        }
        return rows;
    }

    /**
     * Writes a dataset.
     *
     * @param files Parquet files a split
     * @return its folder
     */
    public static String write(
            SparkSession spark, Path folder, int train, int valid, int test, int width, int classes, int files)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Map<Split, JavaRDD<Example>> splits = new EnumMap<>(Split.class);
        splits.put(Split.TRAIN, context.parallelize(labeled(examples(train, width, 1), classes), files));
        splits.put(Split.VALID, context.parallelize(labeled(examples(valid, width, 2), classes), files));
        splits.put(Split.TEST, context.parallelize(labeled(examples(test, width, 3), classes), files));
        DatasetSpec draft = DatasetSpec.of("bars", Shape.flat(width), classes, List.of(), "bars", Map.of(), 1L);
        String dir = folder.resolve("bars").toString();
        new DatasetWriter(spark, words -> {}).write(dir, false, draft, splits, new InputErrors(context));
        return dir;
    }

    private static List<Example> labeled(List<Example> rows, int classes) {
        if (classes == 0) {
            rows.forEach(row -> row.setLabel(Example.UNLABELED));
        }
        return rows;
    }
}
