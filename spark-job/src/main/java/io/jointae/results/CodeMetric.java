package io.jointae.results;

import io.jointae.data.Split;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The quantities that the evaluations of frozen codes measure, none of which the paper has. The name of a cell's metric
 * begins with the {@link #id} and continues with the share of the labels and with the layer, where there are several.
 */
public enum CodeMetric {

    /** Share of rows that a logistic regression on the codes classifies wrongly, in percent. */
    PROBE_ERROR("probe-error-percent", "linear probe error in %", false),

    /** Share of rows that the nearest neighbors among the codes classify wrongly, in percent. */
    NEIGHBORS_ERROR("neighbors-error-percent", "nearest neighbors error in %", false),

    /** Area under the ROC curve of the reconstruction cost as an anomaly score, from 0 to 1. */
    ANOMALY_AUROC("anomaly-auroc", "AUROC of anomalies", true),

    /** Average precision of the reconstruction cost as an anomaly score, from 0 to 1. */
    ANOMALY_PRECISION("anomaly-average-precision", "average precision of anomalies", true),

    /** Effective rank of the centered codes. */
    EFFECTIVE_RANK("effective-rank", "effective rank of centered codes", null),

    /** Effective rank of the codes as they are. */
    RANKME("rankme", "effective rank of codes (RankMe)", null),

    /** Mean variance of the units of a code. */
    CODE_VARIANCE("code-variance", "variance of a unit's code", null);

    private static final Pattern REST = Pattern.compile("(?:-labels-([0-9.]+))?(?:-layer-([0-9]+))?");

    private final String id;
    private final String description;
    private final Boolean higherIsBetter;

    CodeMetric(String id, String description, Boolean higherIsBetter) {
        this.id = id;
        this.description = description;
        this.higherIsBetter = higherIsBetter;
    }

    /** Returns the quantity that a metric with this name measures; empty for all other metrics. */
    public static Optional<CodeMetric> of(MetricName name) {
        return Stream.of(values())
                .filter(metric -> metric.rest(name).isPresent())
                .findFirst();
    }

    private Optional<Matcher> rest(MetricName name) {
        if (!name.id().startsWith(id)) {
            return Optional.empty();
        }
        Matcher rest = REST.matcher(name.id().substring(id.length()));
        return rest.matches() ? Optional.of(rest) : Optional.empty();
    }

    /** Returns the beginning of the metric's name. */
    public String id() {
        return id;
    }

    /** Returns how many decimals a value needs: percents and ranks are above 1, the others are not. */
    public int decimals() {
        return switch (this) {
            case PROBE_ERROR, NEIGHBORS_ERROR, EFFECTIVE_RANK, RANKME -> 2;
            case ANOMALY_AUROC, ANOMALY_PRECISION, CODE_VARIANCE -> 4;
        };
    }

    /** Returns whether a higher value is the better one; empty if neither is better, as for a rank. */
    public Optional<Boolean> higherIsBetter() {
        return Optional.ofNullable(higherIsBetter);
    }

    /** Returns whether a value on this split is a result. The rank of codes needs no rows that were held out. */
    public boolean isResultOn(Split split) {
        return higherIsBetter == null || split == Split.TEST;
    }

    /**
     * Returns the name of a cell's metric.
     *
     * @param share share of the labels as text, such as {@code 10}; null if the quantity needs none
     * @param layer layer of the codes, counted from 1; 0 if the quantity belongs to no layer
     */
    public MetricName name(String share, int layer) {
        return new MetricName(id + (share == null ? "" : "-labels-" + share) + (layer == 0 ? "" : "-layer-" + layer));
    }

    /** Returns a metric's name for people, such as {@code linear probe error in %, 10 % of the labels, layer 2}. */
    String describe(MetricName name) {
        Matcher rest = rest(name).orElseThrow(() -> new IllegalArgumentException(name + " is not " + id));
        return description
                + (rest.group(1) == null ? "" : ", " + rest.group(1) + " % of the labels")
                + (rest.group(2) == null ? "" : ", layer " + rest.group(2));
    }
}
