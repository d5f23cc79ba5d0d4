package io.jointae.train.plan;

import io.jointae.model.EpochRecord;
import io.jointae.stack.StackModel;
import io.jointae.stack.WeightInitializer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of a run between two rounds: everything that the next round depends on. Random numbers are functions of the
 * seed and of the position, so the state contains no random generator.
 *
 * @param position where the run stands in its plan
 * @param parameters all parameters of the stack, flat
 * @param optimizerState the averaged optimizer state, flat; empty at the start of a phase, if each worker keeps its own
 *     state, or if the updater has no state
 * @param workerStates the optimizer state of each worker by its index, if workers keep their own; otherwise empty. The
 *     states may be {@linkplain LazyWorkerStates elsewhere}
 * @param history the records of all complete epochs
 * @param partialEpoch the totals of the incomplete epoch
 * @param outerVelocity the velocity of the {@link OuterOptimizer}, flat; empty at the start of a phase, or if the rule
 *     keeps none
 */
public record TrainingState(
        PlanPosition position,
        float[] parameters,
        float[] optimizerState,
        Map<Integer, float[]> workerStates,
        List<EpochRecord> history,
        EpochTotals partialEpoch,
        float[] outerVelocity) {

    public TrainingState {
        workerStates = workerStates instanceof LazyWorkerStates ? workerStates : new TreeMap<>(workerStates);
        history = List.copyOf(history);
    }

    /** Returns the state before the first step, with the initial weights that the seed determines. */
    public static TrainingState initial(TrainingPlan plan) {
        return atPhaseStart(0, initialParameters(plan), List.of());
    }

    /**
     * Returns the state at the start of a phase. The optimizers of the workers and of their meetings start
     * anew there, whatever happened before.
     *
     * @param phase the index of the phase, from 0
     * @param history the records of the phases before
     */
    public static TrainingState atPhaseStart(int phase, float[] parameters, List<EpochRecord> history) {
        return new TrainingState(
                new PlanPosition(phase, 0, 0),
                parameters,
                new float[0],
                Map.of(),
                history,
                EpochTotals.NONE,
                new float[0]);
    }

    /**
     * Returns the state at the start of a phase whose lower layers another run has trained with the same options and
     * seed. The layers above have their initial weights.
     *
     * @param phase the index of the phase, from 0
     * @param trained the lower layers
     * @param history the records of the phases before
     */
    public static TrainingState onTopOf(TrainingPlan plan, int phase, StackModel trained, List<EpochRecord> history) {
        float[] parameters = initialParameters(plan);
        System.arraycopy(trained.parameters(), 0, parameters, 0, trained.parameters().length);
        return atPhaseStart(phase, parameters, history);
    }

    private static float[] initialParameters(TrainingPlan plan) {
        return WeightInitializer.parameters(plan.architecture(), plan.initialWeights(), plan.seed());
    }

    /** Returns this state with the same states of workers in another place. */
    public TrainingState withWorkerStates(Map<Integer, float[]> otherStates) {
        return new TrainingState(
                position, parameters, optimizerState, otherStates, history, partialEpoch, outerVelocity);
    }

    /** Returns this state with another history. */
    public TrainingState withHistory(List<EpochRecord> otherHistory) {
        return new TrainingState(
                position, parameters, optimizerState, workerStates, otherHistory, partialEpoch, outerVelocity);
    }

    /** Returns the index of the current phase, from 0; the number of phases if the run has finished. */
    public int phase() {
        return position.phase();
    }

    /** Returns the number of complete epochs in the current phase. */
    public int epoch() {
        return position.epoch();
    }

    /** Returns the number of batches of the next epoch that each worker has trained on. */
    public int batch() {
        return position.batch();
    }

    /** Returns whether all phases of a plan are complete. */
    public boolean finished(TrainingPlan plan) {
        return phase() >= plan.phases().size();
    }

    /** Returns the number of complete epochs of all phases together. */
    public int epochsDone(TrainingPlan plan) {
        return plan.epochsBefore(phase()) + epoch();
    }
}
