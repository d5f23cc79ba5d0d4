package io.jointae.results.claim;

import io.jointae.results.StoredRow;
import io.jointae.results.claim.Comparison.Evidence;
import io.jointae.results.claim.Comparison.Method;
import io.jointae.results.kept.BlockMeans;
import io.jointae.results.kept.WrongRows;
import io.jointae.statistics.PairedDifferences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tests whether two models differ, from the rows and the seeds that both were measured with. */
record PairTest(RowEvidence rows) {

    private static final int LEAST_SEEDS = 3;

    /**
     * Tests two models.
     *
     * @param one the measurements of the first model, at least one
     * @param other the measurements of the second model with the same seeds in the same order, or one measurement of each if
     *     they have no seed in common
     */
    Evidence of(List<StoredRow> one, List<StoredRow> other) throws IOException {
        Double seeds = one.size() < LEAST_SEEDS ? null : PairedDifferences.p(seedDifferences(one, other));
        Optional<Evidence> paired = sameRows(one, other) ? paired(one, other, seeds) : Optional.empty();
        return paired.orElseGet(() -> new Evidence(
                Method.INTERVALS,
                PairedDifferences.unpaired(mean(one) - mean(other), meanInterval(one), meanInterval(other)),
                seeds,
                null));
    }

    private Optional<Evidence> paired(List<StoredRow> one, List<StoredRow> other, Double seeds) throws IOException {
        List<WrongRows> wrong = new ArrayList<>();
        List<BlockMeans> means = new ArrayList<>();
        for (List<StoredRow> side : List.of(one, other)) {
            for (StoredRow row : side) {
                rows.wrongRows(row).ifPresent(wrong::add);
                rows.blockMeans(row).ifPresent(means::add);
            }
        }
        int seedCount = one.size();
        if (wrong.size() == 2 * seedCount
                && wrong.stream().mapToLong(WrongRows::rows).distinct().count() == 1) {
            double p = seedCount == 1
                    ? ofErrors(wrong.get(0), wrong.get(1))
                    : PairedDifferences.p(WrongRows.meanDifferences(
                            wrong.subList(0, seedCount), wrong.subList(seedCount, 2 * seedCount)));
            return Optional.of(new Evidence(Method.ROWS, p, seeds, null));
        }
        if (means.size() == 2 * seedCount
                && means.stream().mapToLong(BlockMeans::rows).distinct().count() == 1) {
            double[] differences = new double[BlockMeans.blocks(means.get(0).rows())];
            for (int s = 0; s < seedCount; s++) {
                double[] ofSeed = means.get(s).minus(means.get(seedCount + s));
                for (int i = 0; i < differences.length; i++) {
                    differences[i] += ofSeed[i] / seedCount;
                }
            }
            return Optional.of(new Evidence(Method.BLOCKS, PairedDifferences.p(differences), seeds, null));
        }
        return Optional.empty();
    }

    private static double ofErrors(WrongRows one, WrongRows other) {
        return PairedDifferences.ofErrors(one.wrongOnlyHere(other), other.wrongOnlyHere(one), one.rows());
    }

    private static boolean sameRows(List<StoredRow> one, List<StoredRow> other) {
        String hash = one.get(0).cell().dataHash();
        return hash != null && Objects.equals(hash, other.get(0).cell().dataHash());
    }

    private static double[] seedDifferences(List<StoredRow> one, List<StoredRow> other) {
        double[] differences = new double[one.size()];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = one.get(i).result().value() - other.get(i).result().value();
        }
        return differences;
    }

    static double mean(List<StoredRow> rows) {
        return rows.stream().mapToDouble(row -> row.result().value()).average().orElseThrow();
    }

    private static double meanInterval(List<StoredRow> rows) {
        return rows.stream()
                .mapToDouble(
                        row -> row.result().ci95() == null ? 0 : row.result().ci95())
                .average()
                .orElseThrow();
    }
}
