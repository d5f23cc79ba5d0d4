package io.jointae.results.choice;

import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * The setting that stands for a model, and how it was chosen.
 *
 * @param setting the chosen setting
 * @param decision what decided
 * @param tied the settings that are equal in everything that decides before the order, including the chosen one
 * @param counts how many settings there were
 * @param edges the hyper-parameters whose chosen value lies at the edge of its grid, such as {@code noise 0.9 (largest of
 *     5)}
 */
public record Choice(Setting setting, Decision decision, List<Setting> tied, Counts counts, List<String> edges) {

    /** The last criterion that was needed. */
    public enum Decision {
        /** There was one setting. */
        SINGLE,
        /** One setting has the best mean validation result. */
        VALIDATION,
        /** Several settings share the best mean validation result, and one of them has the lowest validation loss. */
        VALIDATION_LOSS,
        /** Several settings are equal, and the first of the grid was taken: the results do not decide. */
        ORDER
    }

    /**
     * Numbers of settings.
     *
     * @param compared settings that were compared, including the chosen one
     * @param sharingValidation settings among them that share the best mean validation result
     * @param pruned settings that a sweep stopped early, so that they could not be chosen
     * @param collapsed settings whose models have collapsed; they are chosen only if all have
     * @param diverged settings that diverged, so that they have no value
     */
    public record Counts(int compared, int sharingValidation, int pruned, int collapsed, int diverged) {}

    public Choice {
        tied = List.copyOf(tied);
        edges = List.copyOf(edges);
    }

    /** Returns the test row of the smallest seed of the chosen setting. */
    public StoredRow row() {
        return setting.row();
    }

    /** Returns the result of the chosen setting, as the mean over its seeds. */
    public ResultRow result() {
        return setting.result();
    }

    /** Returns whether several settings are equal, so that the order of the grid decided. */
    public boolean isTied() {
        return decision == Decision.ORDER;
    }

    /** Returns the range of the mean test results of the tied settings. */
    public DoubleSummaryStatistics tiedTest() {
        return tied.stream().mapToDouble(each -> each.result().value()).summaryStatistics();
    }
}
