package io.jointae.results.claim;

import io.jointae.results.StoredRow;
import io.jointae.results.paper.PaperSetting;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The settings of two models among which a comparison chooses. The paper does not state its initial weights, so a model may
 * have been trained with several ranges and the other one with fewer. A model that chooses from more ranges has an
 * advantage that its scheme does not give it; therefore only settings with ranges that both models have are compared,
 * unless they have none in common.
 *
 * @param one rows of the first model
 * @param other rows of the second model
 * @param leftOut the ranges whose settings are left out, by name
 */
record ComparedRows(List<StoredRow> one, List<StoredRow> other, SortedSet<String> leftOut) {

    /** Returns the rows to compare of all rows of two models. */
    static ComparedRows of(List<StoredRow> one, List<StoredRow> other) {
        SortedSet<String> all = new TreeSet<>(ranges(one));
        all.addAll(ranges(other));
        SortedSet<String> common = new TreeSet<>(ranges(one));
        common.retainAll(ranges(other));
        if (common.isEmpty()) {
            return new ComparedRows(one, other, new TreeSet<>());
        }
        all.removeAll(common);
        return new ComparedRows(with(common, one), with(common, other), all);
    }

    /** Returns the names of the ranges with which rows have a value. */
    private static Set<String> ranges(List<StoredRow> rows) {
        return rows.stream()
                .filter(StoredRow::measured)
                .map(row -> PaperSetting.initialWeights(row.cell()))
                .collect(Collectors.toSet());
    }

    private static List<StoredRow> with(Set<String> ranges, List<StoredRow> rows) {
        return rows.stream()
                .filter(row -> ranges.contains(PaperSetting.initialWeights(row.cell())))
                .toList();
    }
}
