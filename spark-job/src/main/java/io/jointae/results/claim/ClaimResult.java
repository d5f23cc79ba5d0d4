package io.jointae.results.claim;

import io.jointae.statistics.PairedDifferences;
import java.util.List;

/**
 * The result of all measured comparisons of a statement.
 *
 * @param claim the statement
 * @param comparisons its pairs on every dataset of the paper and of the store
 * @param p combined p-value, see {@link PairedDifferences#combinedZ}; null if nothing is measured
 * @param verdict the result
 */
public record ClaimResult(Claim claim, List<Comparison> comparisons, Double p, ClaimVerdict verdict) {

    /** A difference with a smaller p-value counts as not due to chance. */
    public static final double SIGNIFICANT = 0.05;

    /**
     * The smallest p-value that is told apart when several are combined. On 50,000 rows a small difference has p-values of
     * 1e-20 and less, and one such comparison would otherwise outweigh all others.
     */
    private static final double LEAST = 1e-4;

    public ClaimResult {
        comparisons = List.copyOf(comparisons);
    }

    /** Combines comparisons. */
    static ClaimResult of(Claim claim, List<Comparison> comparisons) {
        List<Comparison> tested =
                comparisons.stream().filter(each -> each.evidence() != null).toList();
        if (tested.isEmpty()) {
            return new ClaimResult(claim, comparisons, null, ClaimVerdict.NOT_MEASURED);
        }
        if (tested.size() == 1) {
            Comparison only = tested.get(0);
            return new ClaimResult(claim, comparisons, only.evidence().p(), only.verdict());
        }
        double[] p = tested.stream().mapToDouble(each -> each.evidence().p()).toArray();
        boolean[] agrees = new boolean[p.length];
        for (int i = 0; i < p.length; i++) {
            Comparison each = tested.get(i);
            agrees[i] = each.values().agree(each.pair());
        }
        double z = PairedDifferences.combinedZ(p, agrees, LEAST);
        double combined = PairedDifferences.ofZ(z);
        return new ClaimResult(claim, comparisons, combined, verdict(z > 0, combined));
    }

    static ClaimVerdict verdict(boolean agrees, double p) {
        return p >= SIGNIFICANT
                ? ClaimVerdict.NOT_DECIDED
                : agrees ? ClaimVerdict.SUPPORTED : ClaimVerdict.CONTRADICTED;
    }

    /** Returns the number of comparisons with a verdict. */
    public long count(ClaimVerdict wanted) {
        return comparisons.stream().filter(each -> each.verdict() == wanted).count();
    }
}
