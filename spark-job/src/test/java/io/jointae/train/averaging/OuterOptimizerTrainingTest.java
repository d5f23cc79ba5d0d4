package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.model.EpochRecord;
import io.jointae.stack.Examples;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.Updater;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.testing.Bars;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.OuterOptimizer.Rule;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Trains on Spark with outer optimizers and with a warm-up. */
class OuterOptimizerTrainingTest {

    private static final int WIDTH = 20;
    private static final int ROWS = 80;
    private static final OuterOptimizer NESTEROV = new OuterOptimizer(Rule.NESTEROV, 0.7, 0.9);
    private static final OuterOptimizer MOMENTUM = new OuterOptimizer(Rule.MOMENTUM, 0.7, 0.9);

    @BeforeAll
    static void start() {
        AveragingRuns.start();
    }

    @AfterAll
    static void stop() {
        AveragingRuns.stop();
    }

    private static TrainingPlan plan(Scheme scheme, Updater updater, Averaging averaging) {
        return AveragingRuns.plan(scheme, 2, updater, 10, averaging, true);
    }

    private static Averaging workers(int workers, int frequency, OuterOptimizer outer) {
        return new Averaging(workers, frequency, Averaging.State.AVERAGE, outer);
    }

    private static float[] train(Scheme scheme, Averaging averaging) {
        return AveragingRuns.onSpark(plan(scheme, Updater.RMSPROP, averaging), Bars.rows(ROWS, WIDTH, 1));
    }

    @Test
    void learningRateOneWithoutMomentumGivesTheNumbersOfThePlainAverage() {
        // More than 8 workers are averaged by slices.
        for (int workers : new int[] {2, 12}) {
            float[] average = train(Scheme.UJ, new Averaging(workers, 2, Averaging.State.AVERAGE));
            for (Rule rule : new Rule[] {Rule.MOMENTUM, Rule.NESTEROV}) {
                OuterOptimizer mean = new OuterOptimizer(rule, 1, 0);
                assertThat(train(Scheme.UJ, workers(workers, 2, mean)))
                        .as("%s with %d workers", rule, workers)
                        .isEqualTo(average);
            }
        }
    }

    @Test
    void everyRuleGivesOtherNumbersAndTheSameNumbersAgain() {
        float[] average = train(Scheme.J, workers(3, 2, OuterOptimizer.AVERAGE));
        float[] momentum = train(Scheme.J, workers(3, 2, MOMENTUM));
        float[] nesterov = train(Scheme.J, workers(3, 2, NESTEROV));
        assertThat(momentum).isNotEqualTo(average).isNotEqualTo(nesterov);
        assertThat(nesterov).isNotEqualTo(average);
        assertThat(train(Scheme.J, workers(3, 2, MOMENTUM))).isEqualTo(momentum);
        assertThat(train(Scheme.J, workers(3, 2, NESTEROV))).isEqualTo(nesterov);
    }

    @Test
    void theMeetingsOfTwoWorkersFollowTheFormulaOfNesterov() {
        TrainingPlan plan = plan(Scheme.J, Updater.RMSPROP, workers(2, 2, NESTEROV));
        Phase phase = plan.phases().get(0);
        List<Examples> shards = new ArrayList<>();
        List<float[]> rows = Bars.rows(ROWS, WIDTH, 1);
        for (int worker = 0; worker < 2; worker++) {
            Examples.Builder shard = new Examples.Builder(WIDTH);
            for (int id = worker; id < ROWS; id += 2) {
                shard.add(id, rows.get(id), 0);
            }
            shards.add(shard.build());
        }
        Replica replica =
                new Replica(plan.architecture(), phase.objective(), plan.updater(), phase.learningRateArray());
        float[] parameters = TrainingState.initial(plan).parameters();
        float[] state = {};
        float[] velocity = new float[parameters.length];
        // Each worker has 40 rows, which are 4 batches and 2 meetings per epoch.
        for (int epoch = 0; epoch < phase.epochs(); epoch++) {
            for (int meeting = 0; meeting < 2; meeting++) {
                List<float[]> ends = new ArrayList<>();
                List<float[]> states = new ArrayList<>();
                for (int worker = 0; worker < 2; worker++) {
                    replica.set(parameters, state);
                    Minibatch batch = new Minibatch(shards.get(worker), 10);
                    int[] order = RandomStreams.order(plan.seed(), 0, epoch, worker, 40);
                    for (int b = 2 * meeting; b < 2 * meeting + 2; b++) {
                        replica.step(
                                batch.select(order, 10 * b, 10 * b + 10),
                                RandomStreams.corruptionKey(plan.seed(), 0, epoch));
                    }
                    ends.add(replica.parameters());
                    states.add(replica.state());
                }
                state = mean(states);
                float[] mean = mean(ends);
                for (int i = 0; i < parameters.length; i++) {
                    double change = (double) mean[i] - parameters[i];
                    velocity[i] = (float) (0.9 * velocity[i] + change);
                    parameters[i] = (float) (parameters[i] + 0.7 * (0.9 * velocity[i] + change));
                }
            }
        }
        assertSame(AveragingRuns.onSpark(plan, rows), parameters);
    }

    private static float[] mean(List<float[]> two) {
        float[] mean = new float[two.get(0).length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (0.5 * two.get(0)[i] + 0.5 * two.get(1)[i]);
        }
        return mean;
    }

    @Test
    void layersThatDoNotTrainDoNotMoveAndTheVelocityRestartsInEveryPhase() {
        for (OuterOptimizer outer : List.of(MOMENTUM, NESTEROV)) {
            TrainingPlan plan = plan(Scheme.SCHEDULED, Updater.RMSPROP, workers(3, 2, outer));
            ParameterLayout layout = new ParameterLayout(plan.architecture());
            List<TrainingState> states = new ArrayList<>();
            AveragingRuns.onSpark(plan, Bars.rows(ROWS, WIDTH, 1), new RunListener() {
                @Override
                public void onRoundEnd(TrainingPlan p, TrainingState state) {
                    states.add(state);
                }
            });
            TrainingState before = TrainingState.initial(plan);
            for (TrainingState state : states) {
                for (int layer = 0; layer < 2; layer++) {
                    boolean same = Arrays.equals(
                            Arrays.copyOfRange(before.parameters(), layout.start(layer), layout.end(layer)),
                            Arrays.copyOfRange(state.parameters(), layout.start(layer), layout.end(layer)));
                    assertThat(same)
                            .as("layer %d in phase %d", layer, before.phase())
                            .isEqualTo(layer != before.phase());
                }
                boolean startsPhase = state.epoch() == 0 && state.batch() == 0;
                assertThat(state.outerVelocity()).hasSize(startsPhase ? 0 : state.parameters().length);
                before = state;
            }
            assertThat(before.phase()).isEqualTo(2);
        }
    }

    @Test
    void eightWorkersReachALowerValidationCostByNesterovThanByThePlainAverage() {
        double average = validationCost(OuterOptimizer.AVERAGE);
        double nesterov = validationCost(NESTEROV);
        assertThat(nesterov).isLessThan(0.9 * average);
    }

    /** Returns the clean validation cost of eight workers that meet twice per epoch, after 15 epochs. */
    private static double validationCost(OuterOptimizer outer) {
        TrainingPlan few = AveragingRuns.plan(Scheme.J, 2, Updater.RMSPROP, 10, workers(8, 2, outer), true);
        TrainingPlan plan = new TrainingPlan(
                few.name(), few.architecture(), Scheme.J.phases(2, 15, 0.01), few.steps(), few.averaging(), 15);
        List<EpochRecord> history = new ArrayList<>();
        AveragingRuns.onSpark(plan, Bars.rows(320, WIDTH, 1), new RunListener() {
            @Override
            public void onFinish(TrainingPlan p, TrainingState state) {
                history.addAll(state.history());
            }
        });
        return history.get(history.size() - 1).valid();
    }

    @Test
    void aWarmUpEqualsAPlainLoopWithRisingRates() {
        TrainingPlan constant = plan(Scheme.J, Updater.RMSPROP, Averaging.SINGLE);
        StepSettings rising = new StepSettings(Updater.RMSPROP, 10, true, 11, 12);
        TrainingPlan plan = new TrainingPlan(
                "test", constant.architecture(), Scheme.L.phases(2, 2, 0.05), rising, Averaging.SINGLE, 0);
        Examples examples = TrainingFixtures.examples(ROWS, WIDTH, 1);
        float[] parameters = TrainingState.initial(plan).parameters();
        for (int p = 0; p < 2; p++) {
            Phase phase = plan.phases().get(p);
            float[] optimizerState = {};
            // The warm-up of 12 steps goes beyond the first epoch, which has 8 steps.
            for (int step = 0; step < 16; step++) {
                double rate = 0.05 * Math.min(1, (step + 1) / 12.0);
                double[] rates = {p == 0 ? rate : 0, p == 1 ? rate : 0};
                Replica replica = new Replica(plan.architecture(), phase.objective(), plan.updater(), rates);
                replica.set(parameters, optimizerState);
                int epoch = step / 8;
                int[] order = RandomStreams.order(plan.seed(), p, epoch, 0, ROWS);
                int from = step % 8 * 10;
                replica.step(
                        new Minibatch(examples, 10).select(order, from, from + 10),
                        RandomStreams.corruptionKey(plan.seed(), p, epoch));
                parameters = replica.parameters();
                optimizerState = replica.state();
            }
        }
        assertSame(AveragingRuns.onSpark(plan, Bars.rows(ROWS, WIDTH, 1)), parameters);
    }

    /** Checks that two arrays are equal bit for bit, with a short message. */
    private static void assertSame(float[] actual, float[] expected) {
        assertThat(Arrays.mismatch(actual, expected))
                .as("the first different parameter")
                .isEqualTo(-1);
    }
}
