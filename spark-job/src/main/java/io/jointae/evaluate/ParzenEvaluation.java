package io.jointae.evaluate;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.density.ParzenWindow;
import io.jointae.evaluate.density.SampleBroadcasts;
import io.jointae.evaluate.sample.SampleSource;
import io.jointae.evaluate.sample.SampledRows;
import io.jointae.results.Metric;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.results.Tuning;
import io.jointae.results.kept.BlockMeans;
import io.jointae.statistics.BlockedMoments;
import io.jointae.statistics.CodeStatistics;
import io.jointae.statistics.Confidence;
import io.jointae.statistics.Moments;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures the mean log-likelihood of the test rows under a Gaussian Parzen window over samples of the model (Table I).
 * The window width is the one of a grid with the highest log-likelihood of the validation rows.
 *
 * @param widths grid of window widths sigma, each between 1e-15 and 1e15, in units of the pixel values
 * @param source where the samples come from
 */
public record ParzenEvaluation(List<Double> widths, SampleSource source) implements Evaluation<ParzenOutcome> {

    /** The name of this evaluation in commands and sweep files. */
    public static final String NAME = "parzen";

    private static final String WIDTH = "parzen-width";

    /**
     * The default grid: ten widths from 0.1 to 1, evenly spaced on a logarithmic scale. The paper does not state its
     * grid.
     */
    public static final List<Double> DEFAULT_WIDTHS =
            List.of(0.1, 0.12915, 0.16681, 0.21544, 0.27826, 0.35938, 0.46416, 0.59948, 0.77426, 1.0);

    /**
     * Checks the grid.
     *
     * @throws InvalidInputException if the grid is empty or a width is out of range
     */
    public ParzenEvaluation {
        widths = List.copyOf(widths);
        Objects.requireNonNull(source, "source");
        if (widths.isEmpty()) {
            throw InvalidInputException.ofField("widths", "is empty: name at least one window width.");
        }
        for (double width : widths) {
            // The scale 1 / (2 sigma^2) of the exponent is a single-precision number.
            if (!(width >= 1e-15) || !(width <= 1e15)) {
                throw InvalidInputException.ofField(
                        "widths", "%s is not a valid window width: choose values between 1e-15 and 1e15.", width);
            }
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<MetricName> metrics(int depth) {
        return List.of(Metric.LOG_LIKELIHOOD.metricName());
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if the validation or test split is empty or the samples do not suit the dataset
     */
    @Override
    public ParzenOutcome evaluate(ModelOnDataset subject, EvaluationCache cache) throws IOException {
        subject.requireRows(Split.VALID, "the window width is chosen by the likelihood of validation rows");
        subject.requireRows(Split.TEST, "the measured likelihood is that of test rows");
        SampledRows samples = source.samples(subject, cache);
        CodeStatistics codes = cache.codes(subject);
        long start = System.nanoTime();
        // The samples are read several times while the driver collects them, but the chains must run only once.
        samples.blocks().persist(StorageLevel.MEMORY_AND_DISK());
        try (SampleBroadcasts broadcasts = new SampleBroadcasts(
                cache.context(), samples.blocks(), subject.data().width(), samples.origin())) {
            double[] grid = widths.stream().mapToDouble(Double::doubleValue).toArray();
            BlockedMoments[] valid = ParzenWindow.logLikelihoods(
                    subject.arithmetic(), cache.pixels(subject.data(), Split.VALID), broadcasts, grid, 0);
            int best = 0;
            for (int k = 1; k < valid.length; k++) {
                best = valid[k].moments().mean() > valid[best].moments().mean() ? k : best;
            }
            double[] chosenWidth = {grid[best]};
            int blocks = BlockMeans.blocks(subject.data().count(Split.TEST));
            BlockedMoments test = ParzenWindow.logLikelihoods(
                    subject.arithmetic(), cache.pixels(subject.data(), Split.TEST), broadcasts, chosenWidth, blocks)[0];
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, String> chosen = new TreeMap<>(samples.hyperparameters());
            chosen.put(WIDTH, widths.get(best).toString());
            chosen.put("parzen-samples", Long.toString(broadcasts.rows()));
            Tuning tuning = Tuning.of(null, WIDTH, widths);
            return new ParzenOutcome(
                    List.of(
                            row(subject, chosen, Split.VALID, valid[best].moments(), seconds)
                                    .with(codes)
                                    .with(tuning),
                            row(subject, chosen, Split.TEST, test.moments(), seconds)
                                    .with(codes)
                                    .with(tuning)),
                    List.of(valid[best], test));
        } finally {
            samples.blocks().unpersist(false);
        }
    }

    private static ResultRow row(
            ModelOnDataset subject, Map<String, String> chosen, Split split, Moments logs, double seconds) {
        double ci95 = Confidence.mean95(logs.deviations(), logs.rows());
        return subject.row(chosen, Metric.LOG_LIKELIHOOD.id(), split, logs.mean(), ci95, seconds);
    }
}
