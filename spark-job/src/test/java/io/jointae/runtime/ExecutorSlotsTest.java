package io.jointae.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.testing.TestSessions;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ExecutorSlotsTest {

    private static SparkConf conf(String master, String... settings) {
        return with(new SparkConf(false).set("spark.master", master), settings);
    }

    private static SparkConf with(SparkConf conf, String... settings) {
        for (String setting : settings) {
            int at = setting.indexOf('=');
            conf.set(setting.substring(0, at), setting.substring(at + 1));
        }
        return conf;
    }

    private static SparkConf nightly(String... more) {
        SparkConf conf = conf(
                "k8s://https://api:6443",
                "spark.executor.cores=4",
                "spark.executor.instances=2",
                "spark.dynamicAllocation.enabled=true",
                "spark.dynamicAllocation.minExecutors=2",
                "spark.dynamicAllocation.maxExecutors=20");
        return with(conf, more);
    }

    @Test
    void aSessionOfOneProcessHasTheCoresOfItsMaster() {
        assertThat(ExecutorSlots.expected(conf("local[6]"))).isEqualTo(new ExecutorSlots(6, 6, 6));
        assertThat(ExecutorSlots.expected(conf("local[6]", "spark.task.cpus=2")))
                .isEqualTo(new ExecutorSlots(3, 3, 3));
        assertThat(ExecutorSlots.expected(conf("local")).present()).isEqualTo(1);
        assertThat(ExecutorSlots.expected(conf("local[*]")).present())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aClusterWithAFixedNumberOfExecutorsHasTheirCores() {
        assertThat(ExecutorSlots.expected(conf("yarn", "spark.executor.instances=8", "spark.executor.cores=4")))
                .isEqualTo(new ExecutorSlots(32, 4, 32));
        assertThat(ExecutorSlots.expected(conf("yarn"))).isEqualTo(new ExecutorSlots(2, 1, 2));
        assertThat(ExecutorSlots.expected(conf("local-cluster[3, 2, 1024]"))).isEqualTo(new ExecutorSlots(6, 2, 6));
        assertThat(ExecutorSlots.expected(conf("spark://host:7077", "spark.cores.max=12", "spark.task.cpus=2"))
                        .present())
                .isEqualTo(6);
    }

    @Test
    void dynamicAllocationMayGrowToItsLargestNumberOfExecutors() {
        assertThat(ExecutorSlots.expected(nightly())).isEqualTo(new ExecutorSlots(8, 4, 80));
        assertThat(ExecutorSlots.expected(nightly("spark.task.cpus=2"))).isEqualTo(new ExecutorSlots(4, 2, 40));
        assertThat(ExecutorSlots.expected(nightly("spark.dynamicAllocation.initialExecutors=5")))
                .isEqualTo(new ExecutorSlots(20, 4, 80));
        SparkConf unlimited = conf("yarn", "spark.executor.cores=4", "spark.dynamicAllocation.enabled=true");
        assertThat(ExecutorSlots.expected(unlimited)).isEqualTo(new ExecutorSlots(0, 4, Integer.MAX_VALUE));
    }

    @Test
    void moreTasksThanSlotsAreWantedOnlyWhileExecutorsMayBeAdded() {
        assertThat(new ExecutorSlots(8, 4, 8).wanted()).isEqualTo(8);
        assertThat(new ExecutorSlots(8, 4, 80).wanted()).isEqualTo(16);
        assertThat(new ExecutorSlots(64, 4, 80).wanted()).isEqualTo(80);
        assertThat(new ExecutorSlots(80, 4, 80).wanted()).isEqualTo(80);
        assertThat(new ExecutorSlots(0, 4, 80).wanted()).isEqualTo(4);
        assertThat(new ExecutorSlots(0, 4, 0).wanted()).isZero();
    }

    @Test
    void aMalformedSettingIsInvalidInput() {
        assertThatThrownBy(() -> ExecutorSlots.expected(conf("yarn", "spark.executor.instances=many")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aRunningSessionHasTheSlotsThatItsExecutorsReport() {
        SparkSession spark =
                TestSessions.builder(3).config("spark.default.parallelism", 200).getOrCreate();
        try {
            assertThat(ExecutorSlots.now(spark.sparkContext())).isEqualTo(new ExecutorSlots(3, 3, 3));
        } finally {
            spark.stop();
        }
    }
}
