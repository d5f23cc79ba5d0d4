package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.TestSessions;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.WorkerRate;
import io.jointae.train.vector.FlatVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Averaging on the executors must give the same numbers as averaging on the driver. */
class SlicedAverageTest {

    private static SparkSession spark;
    private static JavaSparkContext context;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static List<RoundResult> results(int workers, int parameters, boolean keepStates) {
        SplittableRandom random = new SplittableRandom(workers);
        List<RoundResult> results = new ArrayList<>();
        for (int k = 0; k < workers; k++) {
            // Every third worker has no examples.
            long examples = k % 3 == 1 ? 0 : 1 + random.nextInt(50);
            EpochTotals totals = new EpochTotals(random.nextDouble(), examples, random.nextDouble());
            results.add(new RoundResult(
                    k,
                    examples,
                    vector(random, parameters),
                    keepStates ? FlatVector.EMPTY : vector(random, parameters),
                    List.of(new RoundResult.Epoch(totals, null)),
                    List.of(new WorkerRate(k, "" + k % 2, "host", examples, 1))));
        }
        return results;
    }

    private static FlatVector vector(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return new FlatVector(values);
    }

    private static void assertEqualsDriverAverage(int workers, int parameters, boolean keepStates) {
        List<RoundResult> results = results(workers, parameters, keepStates);
        RoundResult driver = RoundResult.average(results);
        List<RoundResult> shuffled = new ArrayList<>(results);
        Collections.shuffle(shuffled, new Random(1));
        RoundResult sliced = RoundResult.averageOnExecutors(
                context.parallelize(shuffled, workers), List.of(parameters, keepStates ? 0 : parameters));

        assertThat(sliced.parameters().values()).isEqualTo(driver.parameters().values());
        assertThat(sliced.optimizerState().values())
                .isEqualTo(driver.optimizerState().values());
        assertThat(sliced.examples()).isEqualTo(driver.examples());
        assertThat(sliced.epochs()).isEqualTo(driver.epochs());
        assertThat(sliced.rates()).isEqualTo(driver.rates()).hasSize(workers);
    }

    @Test
    void theAverageEqualsThatOfTheDriverBitForBit() {
        assertEqualsDriverAverage(11, 997, false);
    }

    @Test
    void thereIsNoOptimizerStateToAverageIfWorkersKeepTheirs() {
        assertEqualsDriverAverage(11, 997, true);
    }

    @Test
    void thereMayBeMoreWorkersThanSlicesOrParameters() {
        assertEqualsDriverAverage(140, 60, false);
    }

    @Test
    void largeSlicesAreReadInSeveralGroupsOfWorkers() {
        assertEqualsDriverAverage(7, 1_500_000, false);
    }

    @Test
    void theRoadIsChosenByTheSizeOfAllResults() {
        SparkConf conf = new SparkConf(false);

        assertThat(AveragingRoad.of(conf, 1000, 100_000)).isEqualTo(AveragingRoad.DRIVER);
        assertThat(AveragingRoad.of(conf, 2, 200_000_000)).isEqualTo(AveragingRoad.EXECUTORS);
        assertThat(AveragingRoad.of(conf, 1, 2_000_000_000)).isEqualTo(AveragingRoad.DRIVER);
        conf.set("spark.driver.maxResultSize", "100m");
        assertThat(AveragingRoad.of(conf, 1000, 100_000)).isEqualTo(AveragingRoad.EXECUTORS);
        conf.set("spark.driver.maxResultSize", "0");
        assertThat(AveragingRoad.of(conf, 1000, 100_000)).isEqualTo(AveragingRoad.DRIVER);
        conf.set(AveragingRoad.LIMIT, "1k");
        assertThat(AveragingRoad.of(conf, 2, 1000)).isEqualTo(AveragingRoad.EXECUTORS);
    }
}
