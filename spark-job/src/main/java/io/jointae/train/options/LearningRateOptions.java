package io.jointae.train.options;

import io.jointae.train.plan.LearningRateRule;
import java.util.Objects;

/**
 * The options of the learning rate.
 *
 * @param rate the learning rate of RMSProp for one worker, greater than 0
 * @param rule how the rate of each worker follows the number of workers
 * @param warmUpSteps the number of steps at the start of each phase over which the rate rises linearly; 0 for none
 */
public record LearningRateOptions(double rate, LearningRateRule rule, int warmUpSteps) {

    public LearningRateOptions {
        TrainingOption.LEARNING_RATE.require(rate, rate);
        Objects.requireNonNull(rule, "rule");
        TrainingOption.WARM_UP_STEPS.require(warmUpSteps, warmUpSteps);
    }

    static LearningRateOptions parse(OptionParser parser) {
        return new LearningRateOptions(
                parser.number(TrainingOption.LEARNING_RATE),
                parser.find(TrainingOption.LEARNING_RATE_RULE).isPresent()
                        ? parser.constant(TrainingOption.LEARNING_RATE_RULE, LearningRateRule.class)
                        : LearningRateRule.NONE,
                parser.find(TrainingOption.WARM_UP_STEPS).isPresent()
                        ? parser.integer(TrainingOption.WARM_UP_STEPS)
                        : 0);
    }

    /**
     * Returns the learning rate of each worker after the warm-up.
     *
     * @param workers the number of workers, at least 1
     */
    public double rate(int workers) {
        return rate * rule.factor(workers);
    }

    LearningRateOptions withRate(double other) {
        return new LearningRateOptions(other, rule, warmUpSteps);
    }
}
