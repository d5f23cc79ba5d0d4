package io.jointae.sweep.plan;

import io.jointae.stack.Architecture;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;
import java.util.List;

/** Counts the multiply-adds of the matrix products of training, which dominate its time. */
public final class TrainingWork {

    private TrainingWork() {}

    /** Returns the multiply-adds of a trial that shares nothing with others. */
    public static double unshared(Trial trial) {
        return layerwise(trial) + afterLayerwise(trial);
    }

    /** Returns the multiply-adds of the phases that others may share; 0 if there are none. */
    static double layerwise(Trial trial) {
        return phases(trial, 0, sharedPhases(trial));
    }

    /** Returns the multiply-adds of the phases that no other trial shares. */
    static double afterLayerwise(Trial trial) {
        return phases(trial, sharedPhases(trial), trial.plan().phases().size());
    }

    /** Returns the multiply-adds of a number of epochs of the last phase. */
    public static double lastPhase(Trial trial, int epochs) {
        int last = trial.plan().phases().size() - 1;
        return phases(trial, last, last + 1) * epochs / trial.options().epochs();
    }

    /** Returns the multiply-adds of the phases before the last one that no other trial shares. */
    public static double beforeLast(Trial trial) {
        int last = trial.plan().phases().size() - 1;
        return phases(trial, Math.min(sharedPhases(trial), last), last);
    }

    private static int sharedPhases(Trial trial) {
        return trial.beginsLayerwise() ? trial.options().layers() : 0;
    }

    private static double phases(Trial trial, int from, int to) {
        TrainingPlan plan = trial.plan();
        Architecture architecture = plan.architecture();
        List<Phase> phases = plan.phases().subList(from, to);
        return phases.stream()
                .mapToDouble(phase -> phase.epochs()
                        * (double) trial.data().size().trainRows()
                        * phase.objective().multiplyAdds(architecture))
                .sum();
    }
}
