package io.jointae.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.train.plan.OuterOptimizer.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the update at a meeting of workers with its formulas. */
class OuterUpdateTest {

    private static final float[] NONE = {};

    /** Returns numbers whose magnitudes differ by many orders, so that a sum of differences would lose bits. */
    private static float[] numbers(int n, int seed) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) ((i % 3 - 1) * Math.exp(30 * Math.sin(seed + 1.7 * i)));
        }
        return numbers;
    }

    @Test
    void momentumFollowsItsFormulaOverTwoMeetings() {
        OuterOptimizer momentum = new OuterOptimizer(Rule.MOMENTUM, 0.5, 0.75);
        // The change of the first meeting is 2, and the velocity as well: 1 + 0.5 * 2 = 2.
        OuterUpdate first = OuterUpdate.of(momentum, new float[] {1}, new float[] {3}, NONE);
        assertThat(first.velocity()).containsExactly(2);
        assertThat(first.parameters()).containsExactly(2);
        // The change of the second meeting is 1: v = 0.75 * 2 + 1 = 2.5, and 2 + 0.5 * 2.5 = 3.25.
        OuterUpdate second = OuterUpdate.of(momentum, first.parameters(), new float[] {3}, first.velocity());
        assertThat(second.velocity()).containsExactly(2.5f);
        assertThat(second.parameters()).containsExactly(3.25f);
    }

    @Test
    void nesterovFollowsItsFormulaOverTwoMeetings() {
        OuterOptimizer nesterov = new OuterOptimizer(Rule.NESTEROV, 0.5, 0.75);
        // v = 2, and 1 + 0.5 * (0.75 * 2 + 2) = 2.75.
        OuterUpdate first = OuterUpdate.of(nesterov, new float[] {1}, new float[] {3}, NONE);
        assertThat(first.velocity()).containsExactly(2);
        assertThat(first.parameters()).containsExactly(2.75f);
        // d = 1, v = 0.75 * 2 + 1 = 2.5, and 2.75 + 0.5 * (0.75 * 2.5 + 1) = 4.1875.
        OuterUpdate second = OuterUpdate.of(nesterov, first.parameters(), new float[] {3.75f}, first.velocity());
        assertThat(second.velocity()).containsExactly(2.5f);
        assertThat(second.parameters()).containsExactly(4.1875f);
    }

    @Test
    void withoutMomentumBothRulesMoveByTheLearningRateAndKeepNoVelocity() {
        for (Rule rule : new Rule[] {Rule.MOMENTUM, Rule.NESTEROV}) {
            OuterUpdate update =
                    OuterUpdate.of(new OuterOptimizer(rule, 0.5, 0), new float[] {1, 4}, new float[] {3, 0}, NONE);
            assertThat(update.parameters()).containsExactly(2, 2);
            assertThat(update.velocity()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void learningRateOneWithoutMomentumGivesTheMeanBitForBit(Rule rule) {
        float[] mean = numbers(1000, 2);
        float[] copy = mean.clone();
        OuterUpdate update = OuterUpdate.of(new OuterOptimizer(rule, 1, 0), numbers(1000, 1), mean, NONE);
        assertThat(update.parameters()).isEqualTo(copy);
        assertThat(update.velocity()).isEmpty();
    }

    @Test
    void parametersThatNoWorkerChangedDoNotMove() {
        float[] start = numbers(1000, 1);
        float[] mean = start.clone();
        mean[500] += 1;
        float[] velocity = NONE;
        for (Rule rule : new Rule[] {Rule.MOMENTUM, Rule.NESTEROV}) {
            OuterUpdate update = OuterUpdate.of(new OuterOptimizer(rule, 0.7, 0.9), start, mean, velocity);
            for (int i = 0; i < start.length; i++) {
                if (i != 500) {
                    assertThat(update.parameters()[i]).isEqualTo(start[i]);
                    assertThat(update.velocity()[i]).isZero();
                }
            }
            assertThat(update.parameters()[500]).isNotEqualTo(start[500]);
            velocity = update.velocity();
        }
    }

    @Test
    void noGivenArrayIsChanged() {
        float[] start = numbers(100, 1);
        float[] mean = numbers(100, 2);
        float[] velocity = numbers(100, 3);
        OuterUpdate.of(new OuterOptimizer(Rule.NESTEROV, 0.7, 0.9), start, mean, velocity);
        assertThat(start).isEqualTo(numbers(100, 1));
        assertThat(mean).isEqualTo(numbers(100, 2));
        assertThat(velocity).isEqualTo(numbers(100, 3));
    }

    @Test
    void aSteadyChangeIsAmplifiedByTheLearningRateOverOneMinusTheMomentum() {
        // The mean is always 1 above the start. The velocity tends to 1 / (1 - 0.9) = 10, so a step tends to 7.
        for (Rule rule : new Rule[] {Rule.MOMENTUM, Rule.NESTEROV}) {
            OuterOptimizer optimizer = new OuterOptimizer(rule, 0.7, 0.9);
            float[] velocity = NONE;
            float[] parameters = {0};
            float before = 0;
            for (int meeting = 0; meeting < 200; meeting++) {
                before = parameters[0];
                OuterUpdate update = OuterUpdate.of(optimizer, parameters, new float[] {before + 1}, velocity);
                parameters = update.parameters();
                velocity = update.velocity();
            }
            assertThat(parameters[0] - before).isCloseTo(7, within(1e-3f));
        }
    }
}
