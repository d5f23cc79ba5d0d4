package io.jointae.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterChecksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spark.executorEnv.OMP_NUM_THREADS=4 | spark.task.cpus",
                "spark.executorEnv.OPENBLAS_NUM_THREADS=2 | spark.task.cpus",
                "spark.locality.wait=3s | spark.locality.wait=0s",
                "spark.dynamicAllocation.enabled=true spark.dynamicAllocation.shuffleTracking.enabled=false |"
                        + " spark.dynamicAllocation.shuffleTracking.enabled=true",
                "spark.dynamicAllocation.enabled=true spark.decommission.enabled=false | spark.decommission.enabled=true",
                "spark.executor.memoryOverhead=300m | spark.executor.memoryOverhead=384m",
                "spark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxbytes=1g |"
                        + " org.bytedeco.javacpp.maxphysicalbytes",
                "spark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxbytes=much | maxbytes=much is not a size",
                "spark.executor.resource.gpu.amount=1 spark.task.resource.gpu.amount=1 | torch-cuda",
                "spark.master=local[two] | local[CORES]",
                "spark.master=local-cluster[2,1] | local-cluster[WORKERS,CORES,MEBIBYTES]",
                "spark.master=local-cluster[2,1,1024] spark.executor.memory=2g | spark.executor.memory=1024m",
                "spark.executor.memory=lots | spark.executor.memory",
                "spark.executor.memoryOverhead=lots | spark.executor.memoryOverhead",
                "spark.locality.wait=soon | spark.locality.wait",
                "spark.task.cpus=one | spark.task.cpus",
                "spark.executor.resource.gpu.amount=one | spark.executor.resource.gpu.amount",
            })
    void refusesAndNamesTheSettingToChange(String settings, String remedy) {
        SparkConf conf = ClusterChecks.complete(yarn(settings.trim().split(" ")));

        assertThatThrownBy(() -> ClusterChecks.refuseWrong(conf))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(remedy.trim());
    }

    @Test
    void aMalformedBooleanIsRefused() {
        SparkConf conf = yarn("spark.dynamicAllocation.enabled=maybe");

        assertThatThrownBy(() -> ClusterChecks.complete(conf))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("spark.dynamicAllocation.enabled");
    }

    @ParameterizedTest
    @CsvSource({
        "yarn",
        "k8s://https://api:6443",
        "spark://head:7077",
        "'local-cluster[2,1,1024]'",
        "local",
        "'local[*]'",
        "'local[2, 3]'"
    })
    void completedDefaultsPassTheChecksOnEveryMaster(String master) {
        SparkConf conf = ClusterChecks.complete(new SparkConf(false).setMaster(master));

        assertThatCode(() -> ClusterChecks.refuseWrong(conf)).doesNotThrowAnyException();
    }

    @Test
    void completingKeepsTheUsersSettingsAndPlugins() {
        SparkConf conf = ClusterChecks.complete(ClusterChecks.complete(
                yarn("spark.plugins=com.example.Mine", "spark.decommission.enabled=false", "spark.locality.wait=1s")));

        assertThat(conf.get("spark.plugins")).isEqualTo("com.example.Mine," + RuntimePlugin.class.getName());
        assertThat(conf.get("spark.decommission.enabled")).isEqualTo("false");
        assertThat(conf.get("spark.locality.wait")).isEqualTo("1s");
    }

    @Test
    void executorsGetOneBlasThreadPerCoreOfATask() {
        assertThat(ClusterChecks.complete(yarn()).get("spark.executorEnv.OMP_NUM_THREADS"))
                .isEqualTo("1");
        assertThat(ClusterChecks.complete(yarn("spark.task.cpus=4")).get("spark.executorEnv.OMP_NUM_THREADS"))
                .isEqualTo("4");
    }

    @Test
    void dynamicAllocationIsCompletedWithShuffleTracking() {
        SparkConf conf = ClusterChecks.complete(yarn("spark.dynamicAllocation.enabled=true"));

        assertThat(conf.get("spark.dynamicAllocation.shuffleTracking.enabled")).isEqualTo("true");
        assertThatCode(() -> ClusterChecks.refuseWrong(conf)).doesNotThrowAnyException();
    }

    @Test
    void arraysLargerThanTheContainerAreRefusedWithTheOverheadToSet() {
        String options = "-Dorg.bytedeco.javacpp.maxbytes=2g -Dorg.bytedeco.javacpp.maxphysicalbytes=0";
        SparkConf conf = yarn("spark.executor.memoryOverhead=1g").set("spark.executor.extraJavaOptions", options);

        assertThatThrownBy(() -> OffHeapMemory.of(conf).refuseWrong(true))
                .hasMessageContaining("spark.executor.memoryOverhead=2304m");
        assertThatCode(() -> OffHeapMemory.of(conf).refuseWrong(false)).doesNotThrowAnyException();
        conf.set("spark.executor.memoryOverhead", "2304m");
        assertThatCode(() -> OffHeapMemory.of(conf).refuseWrong(true)).doesNotThrowAnyException();
    }

    @Test
    void aProcessLimitBelowTheHeapIsRefused() {
        String options = "-Dorg.bytedeco.javacpp.maxbytes=256m -Dorg.bytedeco.javacpp.maxphysicalbytes=1g";
        SparkConf conf = yarn("spark.executor.memory=4g", "spark.executor.memoryOverhead=1g")
                .set("spark.executor.extraJavaOptions", options);

        assertThatThrownBy(() -> OffHeapMemory.of(conf).refuseWrong(true))
                .hasMessageContaining(OffHeapMemory.MAX_PHYSICAL_BYTES)
                .hasMessageContaining("5120m");
    }

    @Test
    void theDefaultOverheadIsSparksDefault() {
        assertThat(OffHeapMemory.of(yarn("spark.executor.memory=2g")).overhead())
                .isEqualTo(384);
        assertThat(OffHeapMemory.of(yarn("spark.executor.memory=10g")).overhead())
                .isEqualTo(1024);
        assertThat(OffHeapMemory.of(yarn("spark.executor.memory=10g", "spark.executor.memoryOverheadFactor=0.4"))
                        .overhead())
                .isEqualTo(4096);
    }

    static SparkConf yarn(String... settings) {
        SparkConf conf = new SparkConf(false).setMaster("yarn");
        for (String setting : settings) {
            conf.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return conf;
    }
}
