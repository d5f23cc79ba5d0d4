package io.jointae.runtime;

import static io.jointae.runtime.ClusterChecksTest.yarn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local | 8 | 1",
                "local[3] | 8 | 3",
                "local[*] | 8 | 8",
                "local[2,4] | 8 | 2",
                "yarn | 8 | 1",
                "spark://head:7077 | 8 | 8",
            })
    void theMasterDeterminesTheNumberOfConcurrentTasks(String master, int cores, int tasks) {
        assertThat(BlasThreads.tasks(new SparkConf(false).setMaster(master), cores))
                .isEqualTo(tasks);
    }

    @Test
    void taskCpusDivideTheSlotsOfAnExecutor() {
        assertThat(BlasThreads.tasks(yarn("spark.executor.cores=8", "spark.task.cpus=4"), 16))
                .isEqualTo(2);
    }

    @Test
    void theWarningOfTooManyThreadsNamesTheNumberToSet() {
        assertThat(new BlasThreads(4, 4, 8).warning()).get().asString().contains("OMP_NUM_THREADS=2");
        assertThat(new BlasThreads(2, 4, 8).warning()).isEmpty();
        assertThat(new BlasThreads(1, 16, 8).warning()).isEmpty();
    }

    @Test
    void anUnsetVariableMeansAllCoresAndAMalformedOneIsRefused() {
        SparkConf conf = new SparkConf(false).setMaster("local[2]");
        int cores = Runtime.getRuntime().availableProcessors();

        assertThat(BlasThreads.ofProcess(conf, Map.of()).threads()).isEqualTo(cores);
        assertThat(BlasThreads.ofProcess(conf, Map.of("OMP_NUM_THREADS", "3")).threads())
                .isEqualTo(3);
        assertThatThrownBy(() -> BlasThreads.ofProcess(conf, Map.of("OMP_NUM_THREADS", "many")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("OMP_NUM_THREADS=many");
    }
}
