package io.jointae.train;

import java.io.Serializable;
import java.util.TreeMap;

/**
 * What every worker starts a round from; broadcast.
 *
 * @param kept each worker's optimiser state, where workers keep theirs
 */
record RoundStart(float[] parameters, float[] optimiser, TreeMap<Integer, float[]> kept) implements Serializable {

    static RoundStart of(TrainingState state) {
        return new RoundStart(state.parameters(), state.optimiser(), new TreeMap<>(state.kept()));
    }

    float[] optimiser(int worker) {
        return kept.getOrDefault(worker, optimiser);
    }
}
