package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.frozen.RankEvaluation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Successive halving: after some epochs of the last phase, the settings of one table cell are compared by a validation
 * result of their unfinished models, and only the best continue. A sweep file without the key {@code halving} does not
 * use it. The store records which trials were pruned.
 *
 * @param keep share of a cell's settings that continues after each round, between 0 and 1, both exclusive; settings
 *     that tie with the last of them continue as well
 * @param rounds epochs of the last phase after which the settings are compared, ascending
 * @param by name of the evaluation whose validation result evaluation; null for the first evaluation of the sweep
 */
public record Halving(double keep, List<Integer> rounds, String by) {

    /** @throws InvalidInputException if the share is out of range, or the rounds are not positive and ascending */
    public Halving {
        if (!(keep > 0 && keep < 1)) {
            throw InvalidInputException.of(
                    "halving: keep %s is out of range: choose a value greater than 0 and less than 1.", keep);
        }
        if (rounds == null || rounds.isEmpty()) {
            throw new InvalidInputException(
                    "halving: rounds is empty: give at least one number of epochs, such as [50, 150].");
        }
        rounds = List.copyOf(rounds);
        for (int i = 0; i < rounds.size(); i++) {
            if (rounds.get(i) <= (i == 0 ? 0 : rounds.get(i - 1))) {
                throw InvalidInputException.of(
                        "halving: rounds %s are not positive and ascending: give them as in [50, 150].", rounds);
            }
        }
    }

    /**
     * Returns these settings with the default evaluation of a grid, after checking them against the grid.
     *
     * @param epochs number of epochs per phase
     * @param evaluations names of the grid's evaluations
     * @throws InvalidInputException if a round is not before the last epoch, or the evaluation is unknown
     */
    Halving resolve(int epochs, List<String> evaluations) {
        if (rounds.get(rounds.size() - 1) >= epochs) {
            throw InvalidInputException.of(
                    "halving: the last of rounds %s must be less than epochs %d: choose earlier rounds.",
                    rounds, epochs);
        }
        String evaluation = by == null ? evaluations.get(0) : by;
        TrialEvaluation.requireKnown(List.of(evaluation));
        if (evaluation.equals(RankEvaluation.NAME)) {
            throw InvalidInputException.of(
                    "halving: by %s compares no settings, because a higher rank is not always better: choose another evaluation.",
                    evaluation);
        }
        return new Halving(keep, rounds, evaluation);
    }

    /** Returns how many of a number of settings continue after one round, if none tie. */
    int survivors(int settings) {
        return (int) Math.ceil(keep * settings);
    }

    /**
     * Returns how many of a number of settings train up to each round, if none tie.
     *
     * @return one count per round, and then the count that trains to the end
     */
    int[] trainedUpToRound(int settings) {
        int[] trained = new int[rounds.size() + 1];
        trained[0] = settings;
        for (int i = 1; i < trained.length; i++) {
            trained[i] = survivors(trained[i - 1]);
        }
        return trained;
    }

    /** Returns the beginning of the reason that the store records for a pruned cell. */
    public String describe() {
        return "by halving (" + by + ", keep " + keep + " at "
                + rounds.stream().map(Object::toString).collect(Collectors.joining(", ")) + " epochs)";
    }
}
