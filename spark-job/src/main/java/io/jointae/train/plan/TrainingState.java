package io.jointae.train.plan;

import io.jointae.model.EpochRecord;
import io.jointae.stack.StackModel;
import io.jointae.stack.WeightInitializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a run stands between two rounds: all that the next round depends on. Random numbers are functions of
 * the seed and of this position, so there is no random state beside it.
 *
 * @param phase index of the current phase; the number of phases when the run is over
 * @param epoch epochs of it that are complete
 * @param batch batches of the next epoch that each worker has done
 * @param parameters flat
 * @param optimizer state, averaged; empty at a phase's start, where each worker keeps its own, or where the
 *     updater has none
 * @param kept each worker's own state, where workers keep theirs
 * @param history of the epochs so far
 * @param partial of the epoch that is under way
 */
public record TrainingState(
        int phase,
        int epoch,
        int batch,
        float[] parameters,
        float[] optimizer,
        Map<Integer, float[]> kept,
        List<EpochRecord> history,
        EpochTotals partial) {

    public TrainingState {
        kept = new TreeMap<>(kept);
        history = List.copyOf(history);
    }

    /** Before the first step. */
    public static TrainingState initial(TrainingPlan plan) {
        return at(0, WeightInitializer.parameters(plan.architecture(), plan.seed()), List.of());
    }

    /**
     * At the start of a phase, whatever came before: the optimizer starts anew.
     *
     * @param history of the phases before
     */
    public static TrainingState at(int phase, float[] parameters, List<EpochRecord> history) {
        return new TrainingState(phase, 0, 0, parameters, new float[0], Map.of(), history, EpochTotals.NONE);
    }

    /**
     * At the start of the phase that trains layer {@code layers} of a layerwise plan, with the layers below
     * taken from a stack that another run trained with the same options and seed.
     */
    public static TrainingState above(TrainingPlan plan, int phase, StackModel bottom, List<EpochRecord> history) {
        float[] parameters = WeightInitializer.parameters(plan.architecture(), plan.seed());
        System.arraycopy(bottom.parameters(), 0, parameters, 0, bottom.parameters().length);
        return at(phase, parameters, history);
    }

    /** Whether all phases are done. */
    public boolean finished(TrainingPlan plan) {
        return phase >= plan.phases().size();
    }

    /** Epochs done of all phases together. */
    public int epochsDone(TrainingPlan plan) {
        return plan.epochsBefore(phase) + epoch;
    }

    /** This state with one more line of history. */
    TrainingState with(EpochRecord record) {
        List<EpochRecord> longer = new ArrayList<>(history);
        longer.add(record);
        return new TrainingState(phase, epoch, batch, parameters, optimizer, kept, longer, partial);
    }
}
