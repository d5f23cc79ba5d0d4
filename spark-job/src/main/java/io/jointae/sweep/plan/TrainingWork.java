package io.jointae.sweep.plan;

import io.jointae.stack.Architecture;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;
import java.util.List;

/** Multiply-adds of the matrix products of training, the part of it that grows with everything. */
public final class TrainingWork {

    private TrainingWork() {}

    /** Of a trial that shares nothing. */
    public static double alone(Trial trial) {
        return layerwise(trial) + own(trial);
    }

    /** Of the phases that others may share; 0 where there are none. */
    static double layerwise(Trial trial) {
        return phases(trial, 0, shared(trial));
    }

    /** Of the phases that are a trial's own. */
    static double own(Trial trial) {
        return phases(trial, shared(trial), trial.plan().phases().size());
    }

    /** Of so many epochs of the last phase. */
    public static double lastPhase(Trial trial, int epochs) {
        int last = trial.plan().phases().size() - 1;
        return phases(trial, last, last + 1) * epochs / trial.options().epochs();
    }

    /** Of the phases before the last that are a trial's own. */
    public static double beforeLast(Trial trial) {
        int last = trial.plan().phases().size() - 1;
        return phases(trial, Math.min(shared(trial), last), last);
    }

    private static int shared(Trial trial) {
        return trial.layerwise() ? trial.options().layers() : 0;
    }

    private static double phases(Trial trial, int from, int to) {
        TrainingPlan plan = trial.plan();
        Architecture architecture = plan.architecture();
        List<Phase> phases = plan.phases().subList(from, to);
        return phases.stream()
                .mapToDouble(phase -> phase.epochs()
                        * (double) trial.data().trainRows()
                        * phase.objective().multiplyAdds(architecture))
                .sum();
    }
}
