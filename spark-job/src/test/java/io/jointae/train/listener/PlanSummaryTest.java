package io.jointae.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.Architecture;
import io.jointae.stack.InitialWeights;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Updater;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.OuterOptimizer.Rule;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanSummaryTest {

    private static final OuterOptimizer NESTEROV = new OuterOptimizer(Rule.NESTEROV, 0.7, 0.9);

    private static TrainingPlan plan(Averaging averaging, int warmUpSteps, List<Phase> phases) {
        return new TrainingPlan(
                "rect DAE-2L",
                Architecture.paper(4, 2, LayerSpec.plain(3)),
                phases,
                new StepSettings(Updater.RMSPROP, 5, true, 1, warmUpSteps),
                averaging,
                0);
    }

    private static String summary(Averaging averaging, int warmUpSteps) {
        return PlanSummary.of(plan(averaging, warmUpSteps, Scheme.L.phases(2, 3, 0.003 * Math.sqrt(2))));
    }

    @Test
    void theLineHasTheWorkersTheMeetingsTheOuterOptimizerAndTheLearningRate() {
        assertThat(summary(new Averaging(8, 5, Averaging.State.AVERAGE, NESTEROV), 50))
                .isEqualTo("rect DAE-2L: 8 workers are averaged every 5 batches by nesterov with learning rate 0.7 and"
                        + " momentum 0.9. The learning rate of a worker is 0.004243 after a warm-up of 50 steps.");
        assertThat(summary(new Averaging(8, 1, Averaging.State.AVERAGE), 1))
                .isEqualTo("rect DAE-2L: 8 workers are averaged after every batch. The learning rate of a worker is"
                        + " 0.004243 after a warm-up of 1 step.");
        assertThat(summary(new Averaging(2, 0, Averaging.State.AVERAGE), 0))
                .isEqualTo("rect DAE-2L: 2 workers are averaged once per epoch. The learning rate of a worker is"
                        + " 0.004243.");
        assertThat(summary(Averaging.SINGLE, 50))
                .isEqualTo("rect DAE-2L: 1 worker trains alone. The learning rate of a worker is 0.004243 after a"
                        + " warm-up of 50 steps.");
    }

    @Test
    void initialWeightsAreNamedWhereTheyAreNotTheDefault() {
        TrainingPlan plan = plan(Averaging.SINGLE, 0, Scheme.L.phases(2, 3, 0.003));
        TrainingPlan small = new TrainingPlan(
                plan.name(),
                plan.architecture(),
                InitialWeights.GLOROT,
                plan.phases(),
                plan.steps(),
                plan.averaging(),
                plan.evaluateEvery());
        assertThat(PlanSummary.of(small))
                .isEqualTo(PlanSummary.of(plan) + " The range of the initial weights is glorot.");
    }

    @Test
    void phasesWithDifferentRatesAreNamed() {
        List<Phase> phases = new ArrayList<>(Scheme.L.phases(2, 3, 0.001));
        phases.set(1, Scheme.L.phases(2, 3, 1).get(1));
        assertThat(PlanSummary.of(plan(new Averaging(2, 0, Averaging.State.AVERAGE), 0, phases)))
                .endsWith("The learning rate of a worker is 0.001 in the phase layer 1 of 2, 1 in the phase layer 2 of"
                        + " 2.");
    }
}
