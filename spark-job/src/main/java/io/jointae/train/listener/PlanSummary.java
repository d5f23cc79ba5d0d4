package io.jointae.train.listener;

import io.jointae.base.text.Count;
import io.jointae.stack.InitialWeights;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Describes in one line how the workers of a plan meet, at which learning rates they train, and how their weights begin
 * where that is not the default.
 */
final class PlanSummary {

    private static final int SHOWN_DIGITS = 4;

    private PlanSummary() {}

    /**
     * Returns the line, for example {@code rect DAE-2J: 8 workers are averaged every 5 batches by nesterov with learning
     * rate 0.7 and momentum 0.9. The learning rate of a worker is 0.003 after a warm-up of 50 steps.}
     */
    static String of(TrainingPlan plan) {
        return plan.name() + ": " + meetings(plan.averaging()) + ". The learning rate of a worker is " + rates(plan)
                + warmUp(plan.steps().warmUpSteps()) + "." + initialWeights(plan.initialWeights());
    }

    private static String initialWeights(InitialWeights range) {
        return range == InitialWeights.DEFAULT
                ? ""
                : " The range of the initial weights is " + range.optionName() + ".";
    }

    private static String meetings(Averaging averaging) {
        if (averaging.workers() == 1) {
            return "1 worker trains alone";
        }
        String interval = averaging.frequency() == 0
                ? "once per epoch"
                : averaging.frequency() == 1 ? "after every batch" : "every " + averaging.frequency() + " batches";
        return averaging.workers() + " workers are averaged " + interval + outer(averaging.outer());
    }

    private static String outer(OuterOptimizer outer) {
        return outer.rule() == OuterOptimizer.Rule.AVERAGE
                ? ""
                : " by " + outer.rule().name().toLowerCase(Locale.ROOT) + " with learning rate " + outer.learningRate()
                        + " and momentum " + outer.momentum();
    }

    /** Returns one rate if all phases have the same, and otherwise the rate of each phase. */
    private static String rates(TrainingPlan plan) {
        List<Double> rates = plan.phases().stream().map(PlanSummary::rate).toList();
        return Collections.frequency(rates, rates.get(0)) == rates.size()
                ? shown(rates.get(0))
                : plan.phases().stream()
                        .map(phase -> shown(rate(phase)) + " in the phase " + phase.name())
                        .collect(Collectors.joining(", "));
    }

    private static double rate(Phase phase) {
        return Collections.max(phase.learningRates());
    }

    private static String shown(double rate) {
        return new BigDecimal(rate)
                .round(new MathContext(SHOWN_DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String warmUp(int steps) {
        return steps == 0 ? "" : " after a warm-up of " + Count.of(steps, "step");
    }
}
