package io.jointae.train.listener;

import io.jointae.train.plan.WorkerRate;
import io.jointae.train.plan.WorkerRates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds workers that are much slower than the others in several rounds in a row. All workers of a round wait for the
 * slowest one, so a slow executor sets the pace of the whole run.
 */
public final class StragglerWatch {

    /** A worker is slow if the median worker has this many times its rate. */
    static final double SLOW = 1.5;

    /** A shorter row of slow rounds may be chance: a garbage collection, or a neighbor on the host. */
    static final int ROUNDS = 5;

    private final String run;
    private final Map<Integer, Integer> slowRounds = new HashMap<>();

    /** @param run the name of the run, for the messages */
    public StragglerWatch(String run) {
        this.run = run;
    }

    /**
     * Adds the rates of a round.
     *
     * @return one sentence per worker that has now been slow for {@link #ROUNDS} rounds in a row, and again whenever the
     *     number of slow rounds has doubled
     */
    public List<String> afterRound(WorkerRates rates) {
        List<String> warnings = new ArrayList<>();
        rates.median().ifPresent(median -> {
            for (WorkerRate rate : rates.workers()) {
                if (rate.examples() == 0) {
                    continue;
                }
                if (rate.examplesPerSecond() * SLOW > median) {
                    slowRounds.remove(rate.worker());
                    continue;
                }
                int rounds = slowRounds.merge(rate.worker(), 1, Integer::sum);
                if (rounds % ROUNDS == 0 && Integer.bitCount(rounds / ROUNDS) == 1) {
                    warnings.add(describe(rate, median, rounds));
                }
            }
        });
        return warnings;
    }

    private String describe(WorkerRate rate, double median, int rounds) {
        return String.format(
                Locale.ROOT,
                "%s: worker %d on executor %s of host %s trains on %,.0f examples per second where the median worker"
                        + " trains on %,.0f, and has set the pace for %d rounds: look at what else runs on this host.",
                run,
                rate.worker(),
                rate.executor(),
                rate.host(),
                rate.examplesPerSecond(),
                median,
                rounds);
    }

    /** Returns a short description of the slowest worker for the Spark UI; empty text if there is only one worker. */
    public static String slowest(WorkerRates rates) {
        return rates.slowest()
                .map(rate -> String.format(
                        Locale.ROOT,
                        "; slowest worker: %d on %s, %,.0f of %,.0f examples per second",
                        rate.worker(),
                        rate.host(),
                        rate.examplesPerSecond(),
                        rates.median().orElseThrow()))
                .orElse("");
    }
}
