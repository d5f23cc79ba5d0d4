package io.jointae.train.plan;

import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.Updater;
import io.jointae.stack.engine.Arithmetic;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of training steps. A device can take the steps of runs with one shape together: they differ in learning rates,
 * strengths of noise and contraction, seeds and warm-up only.
 *
 * @param architecture the stack, where each corruption has strength 1 and each contraction has weight 1
 * @param objective the function that the phase minimizes
 * @param rates for each layer the index of the lowest layer with its learning rate; -1 for a layer that does not change
 * @param updater the rule that turns a gradient into a change of the parameters
 * @param batchSize the number of examples per step
 * @param arithmetic the library and the precision
 */
public record StepShape(
        Architecture architecture,
        Objective objective,
        List<Integer> rates,
        Updater updater,
        int batchSize,
        Arithmetic arithmetic) {

    /**
     * Returns the shape of the steps of a phase.
     *
     * @param phase the index of the phase, from 0
     */
    public static StepShape of(TrainingPlan plan, int phase) {
        Phase steps = plan.phases().get(phase);
        Architecture stack = plan.architecture();
        List<LayerSpec> layers =
                stack.layers().stream().map(StepShape::unitStrength).toList();
        List<Integer> rates = new ArrayList<>();
        for (int i = 0; i < stack.depth(); i++) {
            boolean changes = i >= steps.objective().lo()
                    && i < steps.objective().hi()
                    && steps.learningRates().get(i) > 0;
            rates.add(
                    changes
                            ? steps.learningRates()
                                    .indexOf(steps.learningRates().get(i))
                            : -1);
        }
        return new StepShape(
                new Architecture(stack.inputs(), layers, stack.tied(), stack.loss(), stack.output()),
                steps.objective(),
                List.copyOf(rates),
                plan.updater(),
                plan.batchSize(),
                plan.steps().arithmetic());
    }

    private static LayerSpec unitStrength(LayerSpec layer) {
        Corruption corruption =
                layer.corruption().present() ? new Corruption(layer.corruption().kind(), 1) : Corruption.NONE;
        return layer.withCorruption(corruption).withContraction(layer.contraction() > 0 ? 1 : 0);
    }
}
