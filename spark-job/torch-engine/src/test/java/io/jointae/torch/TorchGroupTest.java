package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.Objective;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.stack.compute.Stretch;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Engines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Trains replicas together and compares each of them with a replica that trains alone. */
class TorchGroupTest {

    private static final int WIDTH = 23;
    private static final int ROWS = 47;
    private static final int BATCH = 9;
    private static final Examples EXAMPLES = TorchFixtures.examples(ROWS, WIDTH);

    /** RMSProp divides small gradients by their size, so that rounding errors of gradients near 0 show in steps of 0.02. */
    private static final double TOLERANCE = 1e-5;

    /** What differs between the replicas. */
    private record Setting(double rate, double strength, long seed) {}

    private static final List<Setting> SETTINGS = List.of(
            new Setting(0.01, 0.1, 1),
            new Setting(0.02, 0.3, 2),
            new Setting(0.001, 0.25, 3),
            new Setting(0.01, 0.5, 4));

    /** A stack whose layers have a strength. */
    private interface Stack {
        Architecture of(double strength);
    }

    record Case(String name, Stack stack, Objective objective, Updater updater) {

        Architecture architecture(Setting setting) {
            return stack.of(setting.strength);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Corruption.Kind kind : Corruption.Kind.values()) {
            add(cases, "DAE " + kind, s -> stack(LayerSpec.plain(17).withCorruption(new Corruption(kind, s)), true));
        }
        add(cases, "untied DAE", s -> stack(LayerSpec.plain(17).withCorruption(Corruption.gaussian(s)), false));
        add(cases, "CAE", s -> stack(LayerSpec.plain(17).withContraction(s), true));
        add(
                cases,
                "auto-encoder with weight decay",
                s -> stack(new LayerSpec(17, Activation.LOGISTIC, Corruption.NONE, 0, 0.01, 0.02), true));
        for (Activation f : Activation.values()) {
            LayerSpec layer = new LayerSpec(17, f, Corruption.gaussian(0.1), 0.1, 0, 0);
            add(
                    cases,
                    "layers of " + f,
                    s -> new Architecture(
                            WIDTH,
                            List.of(layer, layer.withContraction(s)),
                            true,
                            Loss.SQUARED_ERROR,
                            Activation.LOGISTIC));
        }
        return cases.stream();
    }

    private static Architecture stack(LayerSpec layer, boolean tied) {
        return new Architecture(WIDTH, List.of(layer, layer), tied, Loss.CROSS_ENTROPY, Activation.LOGISTIC);
    }

    private static void add(List<Case> cases, String name, Stack stack) {
        for (Updater updater : List.of(Updater.RMSPROP, Updater.SGD)) {
            String prefix = name + ", " + updater.kind() + ", ";
            cases.add(new Case(prefix + "joint", stack, Objective.joint(2, true), updater));
            cases.add(new Case(prefix + "lower layer", stack, Objective.layer(0), updater));
            cases.add(new Case(prefix + "upper layer", stack, Objective.layer(1), updater));
            cases.add(new Case(prefix + "summed", stack, Objective.summed(2), updater));
            cases.add(new Case(prefix + "joint without penalties", stack, Objective.joint(2, false), updater));
        }
    }

    private static List<ElementWise> open(int replicas) {
        return Engines.of(EngineKind.TORCH_CPU).open(DataType.FLOAT, Optional.empty(), replicas);
    }

    /** Returns replicas that take their steps on the processor by the operations of a GPU. */
    private static List<ElementWise> fused(int replicas) {
        assertThat(open(1)).hasSize(1);
        return TorchElementWise.group(new TorchContext(new Device("cpu"), DataType.FLOAT, false), replicas, true);
    }

    private static Replica replica(Case given, Setting setting, ElementWise ops) {
        Architecture architecture = given.architecture(setting);
        double[] rates = new double[architecture.depth()];
        Arrays.fill(rates, setting.rate);
        Replica replica = new Replica(architecture, given.objective, given.updater, rates, ops);
        replica.set(WeightInitializer.parameters(architecture, setting.seed), new float[0]);
        return replica;
    }

    /** Returns an epoch whose last batch is smaller than the others, with a learning rate that rises at first. */
    private static Stretch epoch(Setting setting, int epoch) {
        Stretch stretch = new Stretch(WIDTH, BATCH, 64, RandomStreams.corruptionKey(setting.seed, 0, epoch));
        int[] order = RandomStreams.order(setting.seed, 0, epoch, 0, ROWS);
        for (int from = 0; from < ROWS; from += BATCH) {
            Minibatch batch = stretch.add(epoch == 0 ? (from + 1.0) / ROWS : 1);
            for (int i = from; i < Math.min(ROWS, from + BATCH); i++) {
                batch.add(EXAMPLES, order[i]);
            }
        }
        return stretch;
    }

    private static List<Stretch> epochs(int epoch) {
        return SETTINGS.stream().map(setting -> epoch(setting, epoch)).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachReplicaEqualsOneThatTrainsAloneBitForBit(Case given) {
        List<ElementWise> ops = open(SETTINGS.size());
        List<Replica> together = new ArrayList<>();
        for (int r = 0; r < SETTINGS.size(); r++) {
            together.add(replica(given, SETTINGS.get(r), ops.get(r)));
        }
        double[][] costs = new double[3][];
        for (int epoch = 0; epoch < costs.length; epoch++) {
            costs[epoch] = Replica.train(together, epochs(epoch));
        }
        for (int r = 0; r < SETTINGS.size(); r++) {
            try (Replica alone = replica(given, SETTINGS.get(r), open(1).get(0))) {
                for (int epoch = 0; epoch < costs.length; epoch++) {
                    assertThat(costs[epoch][r]).isEqualTo(alone.train(epoch(SETTINGS.get(r), epoch)));
                }
                assertThat(Arrays.equals(together.get(r).parameters(), alone.parameters()))
                        .isTrue();
                assertThat(Arrays.equals(together.get(r).state(), alone.state()))
                        .isTrue();
                for (OptionalLong key : List.of(OptionalLong.empty(), OptionalLong.of(9))) {
                    assertThat(together.get(r).totalCost(List.of(EXAMPLES).iterator(), ROWS, 2, key))
                            .isEqualTo(alone.totalCost(List.of(EXAMPLES).iterator(), ROWS, 2, key));
                }
            }
        }
        together.get(0).close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneOperationForAllReplicasComputesTheSameWithinRounding(Case given) {
        List<ElementWise> ops = fused(SETTINGS.size());
        List<Replica> together = new ArrayList<>();
        for (int r = 0; r < SETTINGS.size(); r++) {
            together.add(replica(given, SETTINGS.get(r), ops.get(r)));
        }
        double[] costs = Replica.train(together, epochs(0));
        for (int r = 0; r < SETTINGS.size(); r++) {
            try (Replica alone = replica(given, SETTINGS.get(r), open(1).get(0))) {
                double expected = alone.train(epoch(SETTINGS.get(r), 0));
                assertThat(costs[r]).isCloseTo(expected, within(1e-5 * expected));
                assertThat(largestDifference(together.get(r).parameters(), alone.parameters()))
                        .isLessThan(TOLERANCE);
            }
        }
        together.get(0).close();
    }

    private static double largestDifference(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
        }
        return largest;
    }

    @Test
    void aReplicaWhoseNumbersAreInfiniteLeavesTheOthersAsTheyAre() {
        Case given = cases().findFirst().orElseThrow();
        List<ElementWise> ops = open(SETTINGS.size());
        List<Replica> together = new ArrayList<>();
        for (int r = 0; r < SETTINGS.size(); r++) {
            together.add(replica(given, SETTINGS.get(r), ops.get(r)));
        }
        float[] infinite = together.get(1).parameters();
        Arrays.fill(infinite, Float.NaN);
        together.get(1).set(infinite, new float[0]);
        double[] costs = Replica.train(together, epochs(0));
        assertThat(costs[1]).isNaN();
        for (int r : new int[] {0, 2, 3}) {
            try (Replica alone = replica(given, SETTINGS.get(r), open(1).get(0))) {
                assertThat(costs[r]).isEqualTo(alone.train(epoch(SETTINGS.get(r), 0)));
                assertThat(Arrays.equals(together.get(r).parameters(), alone.parameters()))
                        .isTrue();
            }
        }
        together.get(0).close();
    }

    /** The bound of a single replica is in {@link TorchStretchTest}; rates that differ take one launch more. */
    @Test
    void aStepNeedsAsManyLaunchesForTwentyReplicasAsForTwo() {
        assertThat(launches(20)).isEqualTo(launches(2)).isLessThanOrEqualTo(launches(1) + 6);
    }

    /** Returns the launches of an epoch of six steps after the first one. */
    private static long launches(int replicas) {
        Case given = cases().findFirst().orElseThrow();
        List<ElementWise> ops = fused(replicas);
        List<Replica> together = new ArrayList<>();
        List<Stretch> stretches = new ArrayList<>();
        for (int r = 0; r < replicas; r++) {
            Setting setting = new Setting(0.001 * (r + 1), 0.01 * (r + 1), r);
            together.add(replica(given, setting, ops.get(r)));
            stretches.add(epoch(setting, 1));
        }
        Replica.train(together, stretches);
        TorchElementWise first = (TorchElementWise) ops.get(0);
        long before = first.launches();
        Replica.train(together, stretches);
        long after = first.launches();
        together.get(0).close();
        return after - before;
    }

    @Test
    void replicasThatTakeDifferentStepsAreRefused() {
        Case dae = cases().findFirst().orElseThrow();
        Case cae =
                cases().filter(each -> each.name.startsWith("CAE")).findFirst().orElseThrow();
        List<ElementWise> ops = open(2);
        List<Replica> together =
                List.of(replica(dae, SETTINGS.get(0), ops.get(0)), replica(cae, SETTINGS.get(1), ops.get(1)));
        List<Stretch> stretches = epochs(0).subList(0, 2);
        assertThatThrownBy(() -> Replica.train(together, stretches))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must be alike");
        together.get(0).close();
    }
}
