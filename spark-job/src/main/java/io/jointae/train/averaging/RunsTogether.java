package io.jointae.train.averaging;

import io.jointae.spark.RddResults;
import io.jointae.train.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.spark.api.java.JavaRDD;

/**
 * Runs with one worker each on the same data, whose rounds are computed together. Each of them runs in a thread of its
 * own. When all runs that have not left wait for a round, one Spark job computes the rounds of all of them. A run leaves when
 * it ends, for whatever reason, and the others go on without it. Thread-safe.
 */
public final class RunsTogether {

    private int runs;
    private List<WaitingRun> waiting = new ArrayList<>();

    private static final class WaitingRun {
        private final RoundsTogether.RunRound round;
        private RoundResult result;
        private Throwable failure;

        private WaitingRun(RoundsTogether.RunRound round) {
            this.round = round;
        }

        private boolean ended() {
            return result != null || failure != null;
        }
    }

    /** @param runs the number of runs, each of which calls {@link #leave} once, at least 1 */
    public RunsTogether(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("runs is " + runs + ": it must be at least 1.");
        }
        this.runs = runs;
    }

    /** Says that a run has ended, so that the others do not wait for it. */
    public synchronized void leave() {
        runs--;
        notifyAll();
    }

    /**
     * Runs a round of one of the runs, together with those of the others.
     *
     * @param shards the data, which is that of every run
     */
    RoundResult run(JavaRDD<Shard> shards, RoundsTogether.RunRound round) {
        WaitingRun own = new WaitingRun(round);
        List<WaitingRun> all = join(own);
        if (!all.isEmpty()) {
            compute(shards, all);
        }
        if (own.failure != null) {
            throw RunsTogether.<RuntimeException>unchecked(own.failure);
        }
        return own.result;
    }

    /** Waits for the result of a run, or until this thread must compute it; then returns the rounds to compute. */
    private synchronized List<WaitingRun> join(WaitingRun own) {
        waiting.add(own);
        try {
            while (!own.ended()) {
                if (waiting.contains(own) && waiting.size() == runs) {
                    List<WaitingRun> all = waiting;
                    waiting = new ArrayList<>();
                    return all;
                }
                wait();
            }
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            waiting.remove(own);
            throw new CancellationException("The run was stopped while it waited for the other runs.");
        }
    }

    private void compute(JavaRDD<Shard> shards, List<WaitingRun> all) {
        List<RoundsTogether.RunRound> rounds =
                all.stream().map(run -> run.round).toList();
        try {
            List<RoundResult> results = RddResults.perElement(shards, shard -> RoundsTogether.run(rounds, shard))
                    .get(0);
            end(all, results, null);
        } catch (Throwable e) {
            // A failed job throws a checked exception that Scala does not declare. All runs of the job have failed.
            end(all, null, e);
        }
    }

    private synchronized void end(List<WaitingRun> all, List<RoundResult> results, Throwable failure) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).failure = failure;
            all.get(i).result = failure == null ? results.get(i) : null;
        }
        notifyAll();
    }

    @SuppressWarnings("unchecked") // The type is erased, so that the cast does nothing.
    private static <E extends Throwable> RuntimeException unchecked(Throwable failure) throws E {
        throw (E) failure;
    }
}
