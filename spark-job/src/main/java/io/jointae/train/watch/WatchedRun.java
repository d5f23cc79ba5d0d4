package io.jointae.train.watch;

import java.util.List;
import org.apache.spark.util.kvstore.KVIndex;

/**
 * A training run as the tab shows it.
 *
 * @param id identifies the run in its application; runs that started later have greater ids
 * @param name the name of the plan, for example {@code rect DAE-2J}
 * @param model the last part of the path of the model, which tells the trials of a sweep apart
 * @param phases the names of the phases
 * @param epochs the epochs of each phase
 * @param status whether the run trains, and otherwise how it ended
 * @param codeRanks the effective rank of the codes of each layer after the run, lowest layer first; empty where it was not
 *     measured
 */
public record WatchedRun(
        String id,
        String name,
        String model,
        List<String> phases,
        List<Integer> epochs,
        Status status,
        List<Double> codeRanks) {

    /** Whether a run trains, and otherwise how it ended. */
    public enum Status {
        RUNNING("running"),
        FINISHED("finished"),
        PAUSED("paused"),
        FAILED("failed");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** Returns the word that the tab shows. */
        public String word() {
            return word;
        }
    }

    public WatchedRun {
        phases = List.copyOf(phases);
        epochs = List.copyOf(epochs);
        codeRanks = List.copyOf(codeRanks);
    }

    /** Returns the identifier, which is the key in Spark's store. */
    @Override
    @KVIndex
    public String id() {
        return id;
    }

    /** Returns the number of epochs of all phases together. */
    int allEpochs() {
        return epochs.stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns this run with another status. */
    WatchedRun with(Status otherStatus) {
        return new WatchedRun(id, name, model, phases, epochs, otherStatus, codeRanks);
    }

    /** Returns this run with the effective rank of the codes of each layer, lowest layer first. */
    WatchedRun with(List<Double> ranks) {
        return new WatchedRun(id, name, model, phases, epochs, status, ranks);
    }
}
