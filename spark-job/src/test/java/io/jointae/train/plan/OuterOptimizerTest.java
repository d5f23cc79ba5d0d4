package io.jointae.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Updater;
import io.jointae.train.plan.OuterOptimizer.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values that describe how workers meet and how learning rates follow their number. */
class OuterOptimizerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NESTEROV | 0 | 0.9 | outer-learning-rate 0.0 is invalid: it must be a number greater than 0.",
                "NESTEROV | NaN | 0.9 | outer-learning-rate NaN is invalid: it must be a number greater than 0.",
                "MOMENTUM | Infinity | 0 | outer-learning-rate Infinity is invalid: it must be a number greater than 0.",
                "MOMENTUM | 0.7 | 1 | outer-momentum 1.0 is invalid: it must be at least 0 and less than 1.",
                "NESTEROV | 0.7 | -0.1 | outer-momentum -0.1 is invalid: it must be at least 0 and less than 1.",
                "AVERAGE | 0.7 | 0 | outer-learning-rate 0.7 has no effect on a plain average: leave it out, or set"
                        + " outer-optimizer to momentum or nesterov.",
                "AVERAGE | 1 | 0.9 | outer-momentum 0.9 has no effect on a plain average: leave it out, or set"
                        + " outer-optimizer to momentum or nesterov."
            })
    void aValueThatHasNoMeaningIsRefused(Rule rule, double learningRate, double momentum, String message) {
        assertThatThrownBy(() -> new OuterOptimizer(rule, learningRate, momentum))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void aSingleWorkerHasNoOuterOptimizer() {
        OuterOptimizer nesterov = new OuterOptimizer(Rule.NESTEROV, 0.7, 0.9);
        assertThatThrownBy(() -> new Averaging(1, 5, Averaging.State.AVERAGE, nesterov))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("outer-optimizer nesterov needs 2 workers or more: set workers, or choose average.");
        assertThat(new Averaging(2, 5, Averaging.State.AVERAGE, nesterov).outer())
                .isEqualTo(nesterov);
        assertThat(Averaging.SINGLE.outer()).isEqualTo(OuterOptimizer.AVERAGE);
    }

    @Test
    void theRulesOfTheLearningRateMultiplyItByARootOrByTheNumberOfWorkers() {
        assertThat(LearningRateRule.NONE.factor(16)).isEqualTo(1);
        assertThat(LearningRateRule.SQRT.factor(16)).isEqualTo(4);
        assertThat(LearningRateRule.LINEAR.factor(16)).isEqualTo(16);
        for (LearningRateRule rule : LearningRateRule.values()) {
            assertThat(rule.factor(1)).isEqualTo(1);
        }
    }

    @Test
    void theRateRisesLinearlyOverTheWarmUp() {
        StepSettings steps = new StepSettings(Updater.RMSPROP, 10, true, 1, 4);
        assertThat(new double[] {
                    steps.rateFactor(0),
                    steps.rateFactor(1),
                    steps.rateFactor(2),
                    steps.rateFactor(3),
                    steps.rateFactor(4),
                    steps.rateFactor(1L << 40)
                })
                .containsExactly(0.25, 0.5, 0.75, 1, 1, 1);
        assertThat(new StepSettings(Updater.RMSPROP, 10, true, 1).rateFactor(0)).isEqualTo(1);
        assertThatThrownBy(() -> new StepSettings(Updater.RMSPROP, 10, true, 1, -1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("warm-up-steps -1 is invalid: it must be a whole number of 0 or more.");
    }
}
