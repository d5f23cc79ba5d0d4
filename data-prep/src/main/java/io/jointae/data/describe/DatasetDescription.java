package io.jointae.data.describe;

import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * A dataset in numbers.
 *
 * @param summaries of each split that has rows
 * @param alsoIn {@code alsoIn.get(a).get(b)}: rows of split a whose pixels also stand in split b, exactly; where
 *     b is a itself, rows beyond the first of their kind
 */
public record DatasetDescription(Map<Split, SplitSummary> summaries, Map<Split, Map<Split, Long>> alsoIn) {

    /** Reads every row once for the numbers and once for the duplicates, in Spark's tasks. */
    public static DatasetDescription of(SparkSession spark, PreparedDataset data) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription(data.name() + ": describing");
        try {
            Map<Split, SplitSummary> summaries = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                if (data.count(split) > 0) {
                    summaries.put(
                            split,
                            rows(data, split)
                                    .mapPartitions(part -> Collections.singleton(SplitSummary.of(part))
                                            .iterator())
                                    .treeReduce(SplitSummary::plus));
                }
            }
            return new DatasetDescription(summaries, duplicates(context, data));
        } finally {
            context.setJobDescription(null);
        }
    }

    private static JavaRDD<Example> rows(PreparedDataset data, Split split) {
        return data.examples(split).toJavaRDD();
    }

    /** Groups rows by the SHA-256 of their pixels, cut to 16 bytes, and counts each group in each split. */
    private static Map<Split, Map<Split, Long>> duplicates(JavaSparkContext context, PreparedDataset data) {
        Split[] splits = Split.values();
        JavaPairRDD<Tuple2<Long, Long>, long[]> counted = JavaPairRDD.fromJavaRDD(context.emptyRDD());
        for (Split split : splits) {
            JavaRDD<Example> rows = rows(data, split);
            counted = counted.union(rows.mapToPair(row -> {
                long[] one = new long[splits.length];
                one[split.ordinal()] = 1;
                return new Tuple2<>(hash(row.getPixels()), one);
            }));
        }
        long[][] also = counted.reduceByKey(DatasetDescription::plus, Math.max(1, counted.getNumPartitions()))
                .values()
                .map(DatasetDescription::shared)
                .treeAggregate(
                        new long[splits.length][splits.length], DatasetDescription::plus, DatasetDescription::plus);
        Map<Split, Map<Split, Long>> named = new EnumMap<>(Split.class);
        for (Split a : splits) {
            Map<Split, Long> others = new EnumMap<>(Split.class);
            for (Split b : splits) {
                others.put(b, also[a.ordinal()][b.ordinal()]);
            }
            named.put(a, others);
        }
        return named;
    }

    /** Of one image's counts in each split: which rows also stand where. */
    private static long[][] shared(long[] counts) {
        long[][] shared = new long[counts.length][counts.length];
        for (int a = 0; a < counts.length; a++) {
            for (int b = 0; b < counts.length; b++) {
                if (counts[b] > 0) {
                    shared[a][b] = a == b ? counts[a] - 1 : counts[a];
                }
            }
        }
        return shared;
    }

    private static long[] plus(long[] a, long[] b) {
        long[] sum = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    private static long[][] plus(long[][] a, long[][] b) {
        long[][] sum = new long[a.length][];
        for (int i = 0; i < a.length; i++) {
            sum[i] = plus(a[i], b[i]);
        }
        return sum;
    }

    private static Tuple2<Long, Long> hash(float[] pixels) {
        ByteBuffer bytes = ByteBuffer.allocate(pixels.length * Float.BYTES);
        for (float pixel : pixels) {
            // Adding 0 makes -0 and 0 the same pixel.
            bytes.putFloat(pixel + 0f);
        }
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
            return new Tuple2<>(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
