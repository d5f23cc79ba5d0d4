package io.jointae.evaluate.frozen;

import io.jointae.base.InvalidInputException;
import java.util.List;
import java.util.Locale;

/**
 * The shares of the training labels with which a classifier is trained. The labeled rows are drawn per class, so that the
 * classes keep their proportions, and every class has at least one. A smaller share is a subset of a larger one.
 *
 * @param percents shares in percent, greater than 0, at most 100, ascending
 * @param seed decides which rows have labels
 */
public record LabelShares(List<Double> percents, long seed) {

    /** The default shares: 1 %, 10 % and 100 % of the labels. */
    public static final List<Double> DEFAULT_PERCENTS = List.of(1.0, 10.0, 100.0);

    private static final double ALL = 100;

    /**
     * Checks the shares.
     *
     * @throws InvalidInputException if there is no share, or if they are out of range or not ascending
     */
    public LabelShares {
        percents = List.copyOf(percents);
        if (percents.isEmpty()) {
            throw InvalidInputException.ofField("labels", "is empty: name at least one share in percent.");
        }
        double before = 0;
        for (double percent : percents) {
            if (!(percent > before) || percent > ALL) {
                throw InvalidInputException.ofField(
                        "labels",
                        "%s is invalid: list shares in percent, greater than 0 and at most 100, in ascending order.",
                        percent);
            }
            before = percent;
        }
    }

    /** Returns whether a share is all labels. */
    static boolean isAll(double percent) {
        return percent == ALL;
    }

    /** Returns a share without needless zeros, such as {@code 1} or {@code 0.5}. */
    static String text(double percent) {
        return percent == Math.rint(percent) ? String.format(Locale.ROOT, "%.0f", percent) : Double.toString(percent);
    }
}
