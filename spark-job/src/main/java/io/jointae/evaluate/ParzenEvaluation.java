package io.jointae.evaluate;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.density.ParzenWindow;
import io.jointae.evaluate.density.SampleBroadcasts;
import io.jointae.results.ResultRow;
import io.jointae.statistics.Confidence;
import io.jointae.statistics.Moments;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * Mean log-likelihood of the test rows under a Gaussian Parzen window over samples (Table I), the width chosen by
 * that of the validation rows.
 *
 * @param sigmas the grid of widths, ascending
 */
public record ParzenEvaluation(List<Double> sigmas) {

    /** The metric of the rows. */
    public static final String METRIC = "log-likelihood";

    /** Ten widths from 0.1 to 1, evenly by their logarithms: the paper does not state its grid. */
    public static final List<Double> SIGMAS =
            List.of(0.1, 0.12915, 0.16681, 0.21544, 0.27826, 0.35938, 0.46416, 0.59948, 0.77426, 1.0);

    public ParzenEvaluation {
        sigmas = List.copyOf(sigmas);
        if (sigmas.isEmpty()) {
            throw new InvalidInputException("--widths: name one or more");
        }
        for (double sigma : sigmas) {
            // The exponent's scale 1 / 2 sigma^2 is a float.
            if (!(sigma >= 1e-15) || !(sigma <= 1e15)) {
                throw InvalidInputException.of("--widths %s: a width is a positive number", sigma);
            }
        }
    }

    /**
     * @param rows validation and test log-likelihood in nats
     * @param standardError of the test rows' mean, as Table I gives it
     */
    public record Outcome(List<ResultRow> rows, double standardError) {}

    /**
     * @param samples of the model, with whatever ids
     * @param origin of the samples, for messages
     * @param described how they were drawn, for the result rows
     * @throws InvalidInputException if a split is empty or the samples do not fit
     */
    public Outcome evaluate(
            ModelOnDataset evaluated,
            EvaluationCache cached,
            JavaRDD<RowBlock> samples,
            String origin,
            Map<String, String> described) {
        evaluated.requireRows(Split.VALID, "and the width is chosen on it");
        evaluated.requireRows(Split.TEST, "and the likelihood is that of its rows");
        long start = System.nanoTime();
        // Chains are run once, all at the same time; they are read several times on their way to the driver.
        samples.persist(StorageLevel.MEMORY_AND_DISK());
        try (SampleBroadcasts shipped =
                new SampleBroadcasts(cached.context(), samples, evaluated.data().width(), origin)) {
            double[] grid = sigmas.stream().mapToDouble(Double::doubleValue).toArray();
            Moments[] valid = ParzenWindow.logLikelihoods(cached.pixels(evaluated.data(), Split.VALID), shipped, grid);
            int best = 0;
            for (int k = 1; k < valid.length; k++) {
                best = valid[k].mean() > valid[best].mean() ? k : best;
            }
            double[] one = {grid[best]};
            Moments test = ParzenWindow.logLikelihoods(cached.pixels(evaluated.data(), Split.TEST), shipped, one)[0];
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, String> chosen = new TreeMap<>(described);
            chosen.put("parzen-width", sigmas.get(best).toString());
            chosen.put("parzen-samples", Long.toString(shipped.rows()));
            return new Outcome(
                    List.of(
                            row(evaluated, chosen, Split.VALID, valid[best], seconds),
                            row(evaluated, chosen, Split.TEST, test, seconds)),
                    Confidence.standardError(test.deviations(), test.rows()));
        } finally {
            samples.unpersist(false);
        }
    }

    private static ResultRow row(
            ModelOnDataset evaluated, Map<String, String> chosen, Split split, Moments logs, double seconds) {
        double ci95 = Confidence.mean95(logs.deviations(), logs.rows());
        return evaluated.row(chosen, METRIC, split, logs.mean(), ci95, seconds);
    }
}
