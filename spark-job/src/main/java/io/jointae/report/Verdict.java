package io.jointae.report;

import io.jointae.results.Metric;
import io.jointae.results.PaperCell;
import io.jointae.results.ResultRow;

/**
 * How a measurement stands to the paper's. Both are intervals, value ± half width (a point where ours has
 * none): {@link #WITHIN} where they overlap, otherwise the better one wins.
 */
public enum Verdict {
    BETTER("★", "better"),
    WITHIN("✓", "within"),
    WORSE("✗", "worse"),
    /** No measurement, or none of the paper's to hold it against. */
    OPEN("·", "open");

    private final String mark;
    private final String word;

    Verdict(String mark, String word) {
        this.mark = mark;
        this.word = word;
    }

    /** One character, told apart without color. */
    public String mark() {
        return mark;
    }

    public String describe() {
        return word;
    }

    /** @throws IllegalArgumentException if the two are of different metrics */
    static Verdict of(ResultRow ours, Metric metric, PaperCell paper) {
        if (!ours.cell().metric().is(metric)) {
            throw new IllegalArgumentException(ours.cell().metric() + " is not " + metric.id());
        }
        double half = ours.ci95() == null ? 0 : ours.ci95();
        // So that 0.99 ± 0.08 touches 0.83 ± 0.08 in floating point too.
        double tolerance = 1e-9;
        if (Math.abs(ours.value() - paper.value()) <= half + metric.ci95(paper.interval()) + tolerance) {
            return WITHIN;
        }
        return metric.better(ours.value(), paper.value()) ? BETTER : WORSE;
    }
}
