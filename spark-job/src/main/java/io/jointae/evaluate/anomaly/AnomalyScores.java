package io.jointae.evaluate.anomaly;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.Sha256;
import io.jointae.spark.RddResults;
import io.jointae.statistics.Confidence;
import io.jointae.statistics.PairedDifferences;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The anomaly scores of the rows of a split, with what is known about them.
 *
 * @param anomalous {@code [n]}, whether a row is an anomaly, in the order of the ids; at least one is and one is not
 * @param scores {@code [n]}, in the same order; a higher score says that a row is more likely an anomaly
 */
public record AnomalyScores(boolean[] anomalous, double[] scores) {

    /** Checks the lengths, and that there are both kinds of rows. */
    public AnomalyScores {
        if (anomalous.length != scores.length) {
            throw new IllegalArgumentException(scores.length + " scores do not suit " + anomalous.length + " rows.");
        }
        if (count(anomalous, true) == 0 || count(anomalous, false) == 0) {
            throw new IllegalArgumentException("A ranking needs anomalies and other rows.");
        }
    }

    private static long count(boolean[] anomalous, boolean wanted) {
        return IntStream.range(0, anomalous.length)
                .filter(i -> anomalous[i] == wanted)
                .count();
    }

    /** Returns the number of anomalies. */
    public long anomalies() {
        return count(anomalous, true);
    }

    /**
     * A measured value.
     *
     * @param value between 0 and 1
     * @param ci95 half width of the 95 % confidence interval, by the standard deviation over the resamples
     * @param resamples {@code [resamples]}, the value on each resample
     */
    public record Interval(double value, double ci95, double[] resamples) {

        private static Interval of(double value, double[] resamples) {
            double mean = Arrays.stream(resamples).average().orElseThrow();
            double squares =
                    Arrays.stream(resamples).map(x -> (x - mean) * (x - mean)).sum();
            return new Interval(value, Confidence.NORMAL_95 * Math.sqrt(squares / (resamples.length - 1)), resamples);
        }
    }

    /**
     * The quality of a score.
     *
     * @param auroc area under the ROC curve
     * @param averagePrecision average precision
     */
    public record Measured(Interval auroc, Interval averagePrecision) {}

    /**
     * Two-sided p-values of the hypothesis that two scores rank the same rows equally well.
     *
     * @param auroc by the area under the ROC curve
     * @param averagePrecision by the average precision
     */
    public record PValues(double auroc, double averagePrecision) {}

    /**
     * Measures this score. The intervals come from a bootstrap that draws anomalies and other rows apart.
     *
     * @param context context that runs the job
     * @param resamples number of resamples, at least 2
     * @param seed seed of the resamples
     */
    public Measured measure(JavaSparkContext context, int resamples, long seed) {
        Ranking ranking = Ranking.of(scores);
        int[] once = new int[scores.length];
        Arrays.fill(once, 1);
        Ranking.Quality quality = ranking.quality(anomalous, once);
        List<double[]> drawn = resample(context, new Ranked(anomalous, List.of(ranking)), resamples, seed);
        return new Measured(
                Interval.of(quality.auroc(), values(drawn, 0)),
                Interval.of(quality.averagePrecision(), values(drawn, 1)));
    }

    private static double[] values(List<double[]> drawn, int value) {
        return drawn.stream().mapToDouble(each -> each[value]).toArray();
    }

    /**
     * Returns a text that is equal for two scores exactly if their bootstraps draw the same rows: a SHA-256 of the seed and of
     * which rows are anomalies.
     *
     * @param seed seed of the resamples
     */
    public String drawn(long seed) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + anomalous.length).putLong(seed);
        for (boolean each : anomalous) {
            bytes.put((byte) (each ? 1 : 0));
        }
        return Sha256.hex(bytes.array());
    }

    /**
     * Compares this score with another score of the same rows by a paired bootstrap: both are measured on the same
     * resamples (Efron and Tibshirani 1993, chapter 16).
     *
     * @param other score of the same rows
     * @param context context that runs the job
     * @param resamples number of resamples, at least 2
     * @param seed seed of the resamples
     */
    public PValues compare(AnomalyScores other, JavaSparkContext context, int resamples, long seed) {
        if (!Arrays.equals(anomalous, other.anomalous)) {
            throw new IllegalArgumentException("The scores belong to different rows.");
        }
        List<double[]> drawn = resample(
                context, new Ranked(anomalous, List.of(Ranking.of(scores), Ranking.of(other.scores))), resamples, seed);
        return new PValues(
                PairedDifferences.ofResamples(values(drawn, 0), values(drawn, 2)),
                PairedDifferences.ofResamples(values(drawn, 1), values(drawn, 3)));
    }

    /** Returns for each resample the AUROC and the average precision of each ranking, one ranking after the other. */
    private static List<double[]> resample(JavaSparkContext context, Ranked rows, int resamples, long seed) {
        Broadcast<Ranked> broadcast = context.broadcast(rows);
        try {
            List<Integer> numbers = IntStream.range(0, resamples).boxed().toList();
            return RddResults.perElement(
                    context.parallelize(numbers, Math.min(resamples, 4 * context.defaultParallelism())),
                    number -> broadcast.value().resampled(seed, number));
        } finally {
            broadcast.destroy();
        }
    }

    /**
     * The rows as tasks receive them.
     *
     * @param anomalous {@code [n]}
     * @param rankings one ranking per compared score
     */
    @DefaultSerializer(JavaSerializer.class)
    private record Ranked(boolean[] anomalous, List<Ranking> rankings) implements Serializable {

        double[] resampled(long seed, int number) {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
            int[] counts = new int[anomalous.length];
            for (boolean kind : new boolean[] {true, false}) {
                int[] rows = IntStream.range(0, anomalous.length)
                        .filter(i -> anomalous[i] == kind)
                        .toArray();
                for (int i = 0; i < rows.length; i++) {
                    counts[rows[random.nextInt(rows.length)]]++;
                }
            }
            double[] values = new double[2 * rankings.size()];
            for (int k = 0; k < rankings.size(); k++) {
                Ranking.Quality quality = rankings.get(k).quality(anomalous, counts);
                values[2 * k] = quality.auroc();
                values[2 * k + 1] = quality.averagePrecision();
            }
            return values;
        }
    }
}
