package io.jointae.data.describe;

import io.jointae.data.Example;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.spark.RddResults;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * The counts, moments and duplicates of a dataset.
 *
 * @param summaries the summary of each split that has rows
 * @param duplicates {@code duplicates.get(a).get(b)} is the number of rows of split a whose exact pixels also occur in
 *     split b; if a and b are the same split, the number of rows that repeat an earlier row
 */
public record DatasetDescription(Map<Split, SplitSummary> summaries, Map<Split, Map<Split, Long>> duplicates) {

    /** Returns the description of a dataset; Spark tasks read every row once for the moments and once for duplicates. */
    public static DatasetDescription of(SparkSession spark, PreparedDataset data) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription(data.name() + ": describing");
        try {
            Map<Split, SplitSummary> summaries = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                if (data.count(split) > 0) {
                    summaries.put(split, RddResults.reduce(rows(data, split), SplitSummary::of, SplitSummary::merge));
                }
            }
            return new DatasetDescription(summaries, countDuplicates(context, data));
        } finally {
            context.setJobDescription(null);
        }
    }

    private static JavaRDD<Example> rows(PreparedDataset data, Split split) {
        return data.unscaled().exampleRows(split);
    }

    /** Groups rows by the first 16 bytes of the SHA-256 of their pixels, and counts each group in each split. */
    private static Map<Split, Map<Split, Long>> countDuplicates(JavaSparkContext context, PreparedDataset data) {
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
        long[][] shared = counted.reduceByKey(DatasetDescription::add, Math.max(1, counted.getNumPartitions()))
                .values()
                .map(DatasetDescription::sharedRows)
                .treeAggregate(
                        new long[splits.length][splits.length], DatasetDescription::add, DatasetDescription::add);
        Map<Split, Map<Split, Long>> byName = new EnumMap<>(Split.class);
        for (Split a : splits) {
            Map<Split, Long> others = new EnumMap<>(Split.class);
            for (Split b : splits) {
                others.put(b, shared[a.ordinal()][b.ordinal()]);
            }
            byName.put(a, others);
        }
        return byName;
    }

    /** Returns how many rows each pair of splits shares, from the counts of one image per split. */
    private static long[][] sharedRows(long[] counts) {
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

    private static long[] add(long[] a, long[] b) {
        long[] sum = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    private static long[][] add(long[][] a, long[][] b) {
        long[][] sum = new long[a.length][];
        for (int i = 0; i < a.length; i++) {
            sum[i] = add(a[i], b[i]);
        }
        return sum;
    }

    private static Tuple2<Long, Long> hash(float[] pixels) {
        ByteBuffer bytes = ByteBuffer.allocate(pixels.length * Float.BYTES);
        for (float pixel : pixels) {
            // Adding 0 turns -0 into 0, which is the same pixel.
            bytes.putFloat(pixel + 0f);
        }
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
            return new Tuple2<>(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
