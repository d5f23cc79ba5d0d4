package io.jointae.report;

import io.jointae.results.Metric;
import io.jointae.results.ResultRow;
import io.jointae.results.paper.PaperCell;

/**
 * How our measurement compares with the paper's. Both are intervals, value ± half width, or a point if our measurement
 * has no interval. Intervals that overlap give {@link #WITHIN}; otherwise the better value decides.
 */
public enum Verdict {
    BETTER("★", "better"),
    WITHIN("✓", "within"),
    WORSE("✗", "worse"),
    /** The model has collapsed: its codes are nearly constant, so that its value says nothing about its training. */
    COLLAPSED("⊘", "collapsed"),
    /** Several settings are tied, and their verdicts differ. */
    TIED("~", "tied"),
    /** The cell is not measured, or the paper has no value for it. */
    OPEN("·", "open");

    private final String mark;
    private final String name;

    Verdict(String mark, String name) {
        this.mark = mark;
        this.name = name;
    }

    /** Returns one character that distinguishes the verdicts without color. */
    public String mark() {
        return mark;
    }

    /** Returns the verdict as a word; it is also the name of its style in {@code report.css}. */
    public String describe() {
        return name;
    }

    /** @throws IllegalArgumentException if the two are of different metrics */
    static Verdict of(ResultRow ours, Metric metric, PaperCell paper) {
        if (!ours.cell().metric().is(metric)) {
            throw new IllegalArgumentException(ours.cell().metric() + " is not " + metric.id());
        }
        if (ours.collapsed()) {
            return COLLAPSED;
        }
        double half = ours.ci95() == null ? 0 : ours.ci95();
        // In floating point, too, 0.99 ± 0.08 touches 0.83 ± 0.08.
        double tolerance = 1e-9;
        if (Math.abs(ours.value() - paper.value()) <= half + metric.ci95(paper.interval()) + tolerance) {
            return WITHIN;
        }
        return metric.better(ours.value(), paper.value()) ? BETTER : WORSE;
    }
}
