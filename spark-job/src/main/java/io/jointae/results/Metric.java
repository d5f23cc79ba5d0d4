package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.stream.Stream;

/** The quantities that the paper measures. The store may also hold other metrics: see {@link MetricName}. */
public enum Metric {

    /**
     * Mean log-likelihood of the test rows under a Parzen window over samples, in nats (Table I). The paper does not
     * say what the intervals of that table are; they are taken for standard errors, as is usual for such estimates.
     */
    LOG_LIKELIHOOD("log-likelihood", "log-likelihood in nats", true, 1 / Metric.NORMAL_95),

    /** Share of rows that a linear SVM on the features of the top layer classifies wrongly, in percent (Tables II-IV). */
    SVM_ERROR("svm-error-percent", "linear SVM error in %", false, 1),

    /** Share of rows that the fine-tuned network classifies wrongly, in percent (Tables V-VII). */
    FINETUNE_ERROR("finetune-error-percent", "error after fine-tuning in %", false, 1),

    /** Cross-entropy of reconstructing the clean input: sum over its values, mean over rows, in nats (Figure 3). */
    CROSS_ENTROPY("cross-entropy", "reconstruction cross-entropy in nats", false, 1);

    /** Half width of a 95 % confidence interval in standard errors. */
    private static final double NORMAL_95 = 1.959963984540054;

    private final MetricName name;
    private final String description;
    private final boolean higherIsBetter;
    private final double printedPerHalfWidth;

    Metric(String id, String description, boolean higherIsBetter, double printedPerHalfWidth) {
        this.name = new MetricName(id);
        this.description = description;
        this.higherIsBetter = higherIsBetter;
        this.printedPerHalfWidth = printedPerHalfWidth;
    }

    /** Returns the name that the store and the JSON output write. */
    @JsonValue
    public String id() {
        return name.id();
    }

    /** Returns {@link #id} as the typed name of a cell's metric. */
    public MetricName metricName() {
        return name;
    }

    /** Returns the name for people, with the unit. */
    public String describe() {
        return description;
    }

    /** Returns whether a higher value is the better one. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Returns whether the first value is strictly better than the second. */
    public boolean better(double value, double than) {
        return higherIsBetter ? value > than : value < than;
    }

    /** Returns what the paper prints after ± for a 95 % confidence interval of the given half width. */
    public double printed(double ci95) {
        return ci95 * printedPerHalfWidth;
    }

    /** Returns the half width of the 95 % confidence interval for what the paper prints after ±. */
    public double ci95(double printedInterval) {
        return printedInterval / printedPerHalfWidth;
    }

    /** Returns the metric with the given {@link #id}; empty for a metric that the paper does not have. */
    public static Optional<Metric> find(String id) {
        return Stream.of(values()).filter(metric -> metric.id().equals(id)).findFirst();
    }
}
