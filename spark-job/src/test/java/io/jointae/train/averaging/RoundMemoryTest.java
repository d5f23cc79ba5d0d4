package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.runtime.SparkMemory;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Updater;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class RoundMemoryTest {

    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    /** A model of 20 million parameters. */
    private static final int LARGE = 4100;

    private static TrainingPlan plan(int hidden, int workers, Averaging.State state) {
        return new TrainingPlan(
                "test",
                Architecture.paper(784, 2, LayerSpec.plain(hidden)),
                Scheme.J.phases(2, 1, 0.01),
                new StepSettings(Updater.RMSPROP, 100, true, 1),
                new Averaging(workers, 0, state),
                0);
    }

    private static void assertRefused(TrainingPlan plan, SparkMemory memory, String setting) {
        RoundMemory needed = RoundMemory.of(plan);
        assertThatThrownBy(() -> needed.check(memory))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("set " + setting + "=")
                .hasMessageEndingWith("m.");
    }

    @Test
    void theSettingOfAveragingAmongWorkersIsTrueOrFalse() {
        assertThat(PeerRounds.isOn(new SparkConf(false))).isTrue();
        assertThat(PeerRounds.isOn(new SparkConf(false).set(PeerRounds.SETTING, "false")))
                .isFalse();
        assertThatThrownBy(() -> PeerRounds.isOn(new SparkConf(false).set(PeerRounds.SETTING, "maybe")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("spark.jointae.average.peers=maybe is invalid: set it to true or false.");
    }

    @Test
    void workersAverageAmongThemselvesOnlyWhereTheirHeapSuffices() {
        RoundMemory small = RoundMemory.of(plan(1000, 8, Averaging.State.AVERAGE));
        RoundMemory large = RoundMemory.of(plan(LARGE, 8, Averaging.State.AVERAGE));

        assertThat(small.fitsPeers(new SparkMemory(false, 2 * GIB, GIB, GIB, 3 * GIB, 1, 0)))
                .isTrue();
        assertThat(large.fitsPeers(new SparkMemory(false, 2 * GIB, GIB, GIB, 3 * GIB, 1, 0)))
                .isFalse();
        assertThat(large.fitsPeers(new SparkMemory(false, 2 * GIB, GIB, 4 * GIB, 12 * GIB, 1, 0)))
                .isTrue();
    }

    @Test
    void sixtyFourWorkersOfTwentyMillionParametersFitADriverOfTwoGibibytes() {
        TrainingPlan plan = plan(LARGE, 64, Averaging.State.AVERAGE);
        assertThat(RoundMemory.of(plan).vectors()).isBetween(150 * MIB, 170 * MIB);

        assertThatCode(() -> RoundMemory.of(plan).check(new SparkMemory(false, 2 * GIB, GIB, 2 * GIB, 6 * GIB, 1, 0)))
                .doesNotThrowAnyException();
    }

    @Test
    void theHeapOfTheDriverLimitsTheRunsBesideEachOther() {
        RoundMemory small = RoundMemory.of(plan(1000, 1, Averaging.State.AVERAGE));
        long each = 3 * small.vectors();
        long heap = (300 << 20) + 24 * each;
        assertThat(small.runsInDriver(new SparkMemory(false, heap, GIB, GIB, GIB, 1, 0)))
                .isEqualTo(24);
        assertThat(small.runsInDriver(new SparkMemory(false, 100 * MIB, GIB, GIB, GIB, 1, 0)))
                .isEqualTo(1);
        assertThat(small.runsInDriver(new SparkMemory(true, heap, GIB, GIB, GIB, 1, 0)))
                .isEqualTo(Integer.MAX_VALUE);
    }

    /** The deepest models of conf/paper have three layers of 1000 units. */
    @Test
    void theDriverOfANightlySweepHoldsAsManyTrialsOfThePaperAsItsExecutorsRun() throws IOException {
        RoundMemory trial = RoundMemory.of(new TrainingPlan(
                "nightly",
                Architecture.paper(784, 3, LayerSpec.plain(1000)),
                Scheme.J.phases(3, 1, 0.01),
                new StepSettings(Updater.RMSPROP, 100, true, 1),
                new Averaging(1, 0, Averaging.State.AVERAGE),
                0));
        String kubernetes = Files.readString(Path.of("../deploy/kubernetes/scheduled-sweep.yaml"));
        String yarn = Files.readString(Path.of("../deploy/yarn/sweep.sh"));
        int slots =
                number(kubernetes, "maxExecutors: \"(\\d+)\"") * number(kubernetes, "executor:[^#]*?\\bcores: (\\d+)");
        assertThat(slots).isEqualTo(80);
        assertThat(number(yarn, "EXECUTORS:-(\\d+)") * number(yarn, "--executor-cores (\\d+)"))
                .isEqualTo(slots);
        for (int gibibytes : List.of(
                number(kubernetes, "driver:[^#]*?\\bmemory: (\\d+)g"), number(yarn, "--driver-memory (\\d+)g"))) {
            assertThat(trial.runsInDriver(new SparkMemory(false, gibibytes * GIB, GIB, GIB, GIB, 4, 0)))
                    .isGreaterThanOrEqualTo(slots);
        }
    }

    private static int number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(matcher.find()).as("%s", pattern).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void theDriverHoldsTheVelocityOfAnOuterOptimizerBeforeAndAfterARound() {
        TrainingPlan plain = plan(LARGE, 64, Averaging.State.AVERAGE);
        OuterOptimizer nesterov = new OuterOptimizer(OuterOptimizer.Rule.NESTEROV, 0.7, 0.9);
        TrainingPlan outer = new TrainingPlan(
                plain.name(),
                plain.architecture(),
                plain.phases(),
                plain.steps(),
                new Averaging(64, 5, Averaging.State.AVERAGE, nesterov),
                0);
        assertThat(RoundMemory.of(outer).driverHeap() - RoundMemory.of(plain).driverHeap())
                .isEqualTo(RoundMemory.of(plain).vectors());

        assertThatCode(() -> RoundMemory.of(outer).check(new SparkMemory(false, 2 * GIB, GIB, 2 * GIB, 6 * GIB, 1, 0)))
                .doesNotThrowAnyException();
    }

    @Test
    void eachMemoryThatIsTooSmallIsRefusedWithTheSettingToChange() {
        TrainingPlan plan = plan(LARGE, 64, Averaging.State.AVERAGE);

        assertRefused(plan, new SparkMemory(false, 2 * GIB, 100 * MIB, GIB, GIB, 1, 0), "spark.driver.maxResultSize");
        assertRefused(plan, new SparkMemory(false, 512 * MIB, GIB, 2 * GIB, GIB, 1, 0), "spark.driver.memory");
        assertRefused(plan, new SparkMemory(false, 2 * GIB, GIB, 512 * MIB, GIB, 1, 0), "spark.executor.memory");
        assertRefused(plan, new SparkMemory(false, 2 * GIB, GIB, 2 * GIB, 2 * GIB, 12, 0), "spark.executor.memory");
        assertRefused(
                plan,
                new SparkMemory(false, 2 * GIB, GIB, 4 * GIB, 128 * MIB, 1, 384 * MIB),
                "spark.executor.memoryOverhead");
        assertRefused(plan, new SparkMemory(true, GIB, GIB, GIB, 3 * GIB, 2, 0), "spark.driver.memory");
    }

    @Test
    void theSettingThatTheMessageNamesIsEnough() {
        RoundMemory needed = RoundMemory.of(plan(LARGE, 64, Averaging.State.AVERAGE));
        assertThatThrownBy(() -> needed.check(new SparkMemory(false, 512 * MIB, GIB, 2 * GIB, 6 * GIB, 1, 0)))
                .satisfies(refused -> {
                    long mebibytes = Long.parseLong(
                            refused.getMessage().replaceAll(".*spark\\.driver\\.memory=(\\d+)m\\.", "$1"));
                    assertThatCode(() ->
                                    needed.check(new SparkMemory(false, mebibytes * MIB, GIB, 2 * GIB, 6 * GIB, 1, 0)))
                            .doesNotThrowAnyException();
                });
    }

    @Test
    void theModelsOfThePaperFitSparksDefaults() {
        for (String master : List.of("local[2]", "local-cluster[2,1,1024]", "yarn", "spark://head:7077")) {
            SparkConf conf = new SparkConf(false).setMaster(master);
            for (Averaging.State state : Averaging.State.values()) {
                assertThatCode(() -> RoundMemory.check(conf, plan(1000, 8, state)))
                        .as(master)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void workersThatKeepTheirStateSendOnlyTheirParameters() {
        RoundMemory averaged = RoundMemory.of(plan(LARGE, 64, Averaging.State.AVERAGE));
        RoundMemory kept = RoundMemory.of(plan(LARGE, 64, Averaging.State.KEEP));

        assertThat(kept.vectors()).isEqualTo(averaged.vectors() / 2);
        assertThat(kept.driverHeap()).isLessThan(averaged.driverHeap());
        assertThat(kept.executorArrays(1)).isEqualTo(averaged.executorArrays(1));
    }
}
