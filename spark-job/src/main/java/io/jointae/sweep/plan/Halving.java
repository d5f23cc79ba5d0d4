package io.jointae.sweep.plan;

import io.jointae.base.InvalidInputException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Successive halving: at some epochs of a trial's last phase the settings of one cell of a table are compared by
 * a validation result of the models as they are there, and only the best go on. Off where a file does not ask
 * for it; what is pruned is recorded as such.
 *
 * @param keep share of a cell's settings that goes on at each round, more than 0 and less than 1; those equal to
 *     the last of them go on too
 * @param rounds epochs of the last phase after which settings are compared, ascending
 * @param by evaluation whose validation result decides; null for the first of the sweep's evaluations
 */
public record Halving(double keep, List<Integer> rounds, String by) {

    public Halving {
        if (!(keep > 0 && keep < 1)) {
            throw InvalidInputException.of("halving keep %s: must be between 0 and 1, such as 0.5", keep);
        }
        if (rounds == null || rounds.isEmpty()) {
            throw new InvalidInputException("halving rounds: give at least one number of epochs, such as [50, 150]");
        }
        rounds = List.copyOf(rounds);
        for (int i = 0; i < rounds.size(); i++) {
            if (rounds.get(i) <= (i == 0 ? 0 : rounds.get(i - 1))) {
                throw InvalidInputException.of("halving rounds %s: must be positive and ascending", rounds);
            }
        }
    }

    /** With the defaults of a file's grid, checked against it. */
    Halving in(int epochs, List<String> evaluations) {
        if (rounds.get(rounds.size() - 1) >= epochs) {
            throw InvalidInputException.of("halving rounds %s: must be less than epochs %d", rounds, epochs);
        }
        String decides = by == null ? evaluations.get(0) : by;
        TrialEvaluation.check(List.of(decides));
        return new Halving(keep, rounds, decides);
    }

    /** How many of so many go on. */
    int kept(int settings) {
        return (int) Math.ceil(keep * settings);
    }

    /** How many of so many begin each stretch between rounds, the last to the end; one more than there are rounds. */
    int[] entering(int settings) {
        int[] entering = new int[rounds.size() + 1];
        entering[0] = settings;
        for (int i = 1; i < entering.length; i++) {
            entering[i] = kept(entering[i - 1]);
        }
        return entering;
    }

    /** As the reason of a pruned cell begins. */
    public String describe() {
        return "by halving (" + by + ", keep " + keep + " at "
                + rounds.stream().map(Object::toString).collect(Collectors.joining(", ")) + " epochs)";
    }
}
