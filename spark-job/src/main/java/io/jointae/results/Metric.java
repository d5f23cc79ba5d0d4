package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.stream.Stream;

/** What the paper measures. The store's {@code metric} column holds {@link #text}; other words are allowed there. */
public enum Metric {

    /**
     * Mean log-likelihood of the test rows under a Parzen window over samples, in nats (Table I, whose intervals are taken
     * for standard errors, the custom of such estimates: the paper does not say).
     */
    LOG_LIKELIHOOD("log-likelihood", "log-likelihood in nats", true, 1 / Metric.NORMAL_95),

    /** Share of rows that a linear SVM over the top layer gets wrong, in percent (Tables II-IV). */
    SVM_ERROR("svm-error-percent", "linear SVM error in %", false, 1),

    /** Share of rows that the fine-tuned network gets wrong, in percent (Tables V-VII). */
    FINETUNE_ERROR("finetune-error-percent", "error after fine-tuning in %", false, 1),

    /** Reconstruction of the clean input, summed over its values, mean over rows, in nats (Figure 3). */
    CROSS_ENTROPY("cross-entropy", "reconstruction cross-entropy in nats", false, 1);

    /** Standard errors in the half width of a 95 % interval. */
    private static final double NORMAL_95 = 1.959963984540054;

    private final String text;
    private final String words;
    private final boolean higherIsBetter;
    private final double printed;

    Metric(String text, String words, boolean higherIsBetter, double printed) {
        this.text = text;
        this.words = words;
        this.higherIsBetter = higherIsBetter;
        this.printed = printed;
    }

    /** As the store and {@code --json} write it. */
    @JsonValue
    public String id() {
        return text;
    }

    /** For people, with the unit. */
    public String describe() {
        return words;
    }

    /** Whether the first value is the better one, strictly. */
    public boolean better(double value, double than) {
        return higherIsBetter ? value > than : value < than;
    }

    /** What the paper prints behind ±, of the half width of a 95 % interval. */
    public double printed(double ci95) {
        return ci95 * printed;
    }

    /** The other way round: the half width of the 95 % interval of what the paper prints. */
    public double ci95(double printedInterval) {
        return printedInterval / printed;
    }

    /** The metric that is written so; empty for a user's own. */
    public static Optional<Metric> find(String text) {
        return Stream.of(values()).filter(metric -> metric.text.equals(text)).findFirst();
    }
}
