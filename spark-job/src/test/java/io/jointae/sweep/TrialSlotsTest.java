package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.sweep.plan.SweepPlan;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class TrialSlotsTest {

    /** Returns a plan of 40 trials on a dataset that need not be prepared. */
    private static SweepPlan plan(int hidden) throws Exception {
        String grid = TestGrids.small("nowhere", "[J, L]", "[2]", "[0.1, 0.2, 0.3, 0.4, 0.5]")
                .replace("[bars]", "[rectangles]")
                .replace("learning-rate: [0.01]", "learning-rate: [0.001, 0.002, 0.004, 0.008]")
                .replace("hidden: 8", "hidden: " + hidden);
        return SweepPlan.preview(new Configuration(), TestGrids.read(grid));
    }

    private static SparkConf dynamic() {
        return new SparkConf(false)
                .set("spark.master", "yarn")
                .set("spark.executor.cores", "4")
                .set("spark.dynamicAllocation.enabled", "true")
                .set("spark.dynamicAllocation.minExecutors", "2");
    }

    @Test
    void aFixedNumberDoesNotFollowTheExecutors() {
        TrialSlots slots = TrialSlots.fixed(3);
        assertThat(slots.now()).isEqualTo(3);
        assertThat(slots.limitedByDriver(100)).isEmpty();
        assertThatThrownBy(() -> TrialSlots.fixed(0)).isInstanceOf(InvalidInputException.class);
        assertThat(TrialSlots.Forecast.fixed(3)).isEqualTo(new TrialSlots.Forecast(3, 3, ""));
    }

    @Test
    void aSessionWithoutDynamicAllocationRunsOneTrialPerSlot() throws Exception {
        SparkConf three = new SparkConf(false).set("spark.master", "local[3]");
        assertThat(TrialSlots.forecast(three, plan(8))).isEqualTo(new TrialSlots.Forecast(3, 3, ""));
        SparkConf many = new SparkConf(false)
                .set("spark.master", "yarn")
                .set("spark.executor.instances", "100")
                .set("spark.executor.cores", "4");
        assertThat(TrialSlots.forecast(many, plan(8))).isEqualTo(new TrialSlots.Forecast(40, 40, ""));
    }

    @Test
    void aSweepWithDynamicAllocationBeginsWithTwiceTheSlotsAndGrows() throws Exception {
        SparkConf conf = dynamic().set("spark.dynamicAllocation.maxExecutors", "7");
        assertThat(TrialSlots.forecast(conf, plan(8)))
                .isEqualTo(new TrialSlots.Forecast(
                        16,
                        28,
                        "The sweep begins with 16 trials at a time, for which executors with 8 slots are there, and dynamic"
                                + " allocation adds executors up to 28 slots."));
        assertThat(TrialSlots.forecast(dynamic(), plan(8)))
                .satisfies(forecast -> assertThat(forecast.atMost()).isEqualTo(40))
                .satisfies(forecast -> assertThat(forecast.remark()).endsWith("adds executors without a limit."));
    }

    @Test
    void theMemoryOfTheDriverLimitsLargeTrials() throws Exception {
        SparkConf conf = dynamic().set("spark.dynamicAllocation.maxExecutors", "20");
        int inDriver = TrialSlots.mostInDriver(conf, plan(6000));
        assertThat(inDriver).isBetween(1, 39);
        TrialSlots.Forecast forecast = TrialSlots.forecast(conf, plan(6000));
        assertThat(forecast.atMost()).isEqualTo(inDriver);
        assertThat(forecast.remark())
                .endsWith("The memory of the driver holds " + Count.of(inDriver, "trial")
                        + " at a time: raise spark.driver.memory to use all executors.");
    }
}
