package io.jointae.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.cli.doctor.Finding.Level;
import io.jointae.linalg.ProductUnits;
import io.jointae.runtime.natives.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check says what to change exactly where something is wrong. */
class DoctorTest {

    private static final Processor GENOA =
            new Processor("genoa", 2, Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", "avx512_bf16"));
    private static final Map<String, String> ONE_THREAD = Map.of("OMP_NUM_THREADS", "1");
    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    Path folder;

    private static MachineFacts machine(String build, Optional<String> problem, int gpus, boolean cuda) {
        return machine(build, problem, new ProductUnits(true, dnnl.dnnl_cpu_isa_avx512_core_bf16, true), gpus, cuda);
    }

    private static MachineFacts machine(
            String build, Optional<String> problem, ProductUnits units, int gpus, boolean cuda) {
        return new MachineFacts(List.of("Java 17.0.15", "Spark 3.5.5"), GENOA, build, problem, units, gpus, cuda);
    }

    private static String bfloat16(ProductUnits units) {
        return MachineChecks.all(machine("AVX-512", Optional.empty(), units, 0, false)).stream()
                .map(Finding::sentence)
                .filter(sentence -> sentence.contains("bf16 units"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void unitsForBfloat16AreRecommendedOnlyWhereTheyAreFaster() {
        int units = dnnl.dnnl_cpu_isa_avx512_core_bf16;

        assertThat(bfloat16(new ProductUnits(true, units, true))).contains("faster than single precision");
        assertThat(bfloat16(new ProductUnits(true, units, false))).contains("single precision is faster");
        assertThat(bfloat16(new ProductUnits(true, dnnl.dnnl_cpu_isa_avx2, true)))
                .contains("has no bf16 units");
    }

    private static List<String> wrong(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.level() != Level.OK)
                .map(finding -> finding.level().id() + " " + finding.sentence())
                .toList();
    }

    private static MemoryFacts memory(long heap, long machine, long scratchFree, boolean writable) {
        return new MemoryFacts(heap, machine, Path.of("/tmp"), scratchFree, Path.of("/home/me/cache"), writable);
    }

    @Test
    void aMachineOnWhichEverythingFitsHasNothingToChange() {
        assertThat(MachineChecks.all(machine("AVX-512", Optional.empty(), 0, false)))
                .allMatch(finding -> finding.level() == Level.OK)
                .extracting(Finding::sentence)
                .contains("Java 17.0.15 can run this build.");
        assertThat(wrong(MemoryChecks.all(memory(2 * GIBIBYTE, 8 * GIBIBYTE, 9 * GIBIBYTE, true))))
                .isEmpty();
        assertThat(wrong(SettingsChecks.all(new SparkConf(false), ONE_THREAD))).isEmpty();
    }

    @Test
    void nativeLibrariesThatDoNotLoadAreAProblemAndTheWrongBuildIsNot() {
        assertThat(wrong(MachineChecks.all(machine("AVX-512", Optional.of("no such library"), 0, false))))
                .singleElement()
                .asString()
                .startsWith("problem The native libraries do not work (no such library)")
                .contains("org.bytedeco.javacpp.cachedir");
        assertThat(wrong(MachineChecks.all(machine("generic", Optional.empty(), 0, false))))
                .singleElement()
                .asString()
                .startsWith("advice ")
                .contains("platform.extension");
    }

    @Test
    void gpusWithoutAnEngineAndAnEngineWithoutGpusAreNamed() {
        assertThat(wrong(MachineChecks.all(machine("AVX-512", Optional.empty(), 2, false))))
                .singleElement()
                .asString()
                .contains("NVIDIA GPUs (2)", "torch-engine");
        assertThat(wrong(MachineChecks.all(machine("AVX-512", Optional.empty(), 0, true))))
                .singleElement()
                .asString()
                .contains("install the driver");
        assertThat(wrong(MachineChecks.all(machine("AVX-512", Optional.empty(), 2, true))))
                .isEmpty();
    }

    @Test
    void theDevicesOfTheDriverAreCounted() throws IOException {
        for (String name : List.of("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "null")) {
            Files.createFile(folder.resolve(name));
        }

        assertThat(MachineFacts.gpus(folder)).isEqualTo(2);
    }

    @Test
    void aHeapThatLeavesNoMemoryForArraysIsAProblem() {
        assertThat(wrong(MemoryChecks.all(memory(4 * GIBIBYTE, 4 * GIBIBYTE, 9 * GIBIBYTE, true))))
                .singleElement()
                .asString()
                .startsWith("problem The heap of 4,096 MiB")
                .contains("spark.driver.memory=3072m");
        assertThat(wrong(MemoryChecks.all(memory(GIBIBYTE / 2, 4 * GIBIBYTE, 9 * GIBIBYTE, true))))
                .singleElement()
                .asString()
                .startsWith("advice ")
                .contains("spark.driver.memory=2g");
    }

    @Test
    void aFullDiskAndAFolderThatMayNotBeWrittenAreNamed() {
        assertThat(wrong(MemoryChecks.all(memory(2 * GIBIBYTE, 8 * GIBIBYTE, GIBIBYTE, false))))
                .satisfiesExactly(
                        disk -> assertThat(disk).startsWith("advice ").contains("/tmp", "spark.local.dir"),
                        natives -> assertThat(natives).startsWith("problem ").contains("/home/me/cache"));
    }

    @Test
    void settingsThatEveryCommandRefusesAreAProblem() {
        SparkConf conf = new SparkConf(false)
                .setMaster("yarn")
                .set("spark.executor.memory", "2g")
                .set("spark.executor.memoryOverhead", "256m");

        assertThat(wrong(SettingsChecks.all(conf, ONE_THREAD)))
                .singleElement()
                .asString()
                .startsWith("problem ")
                .contains("spark.executor.memoryOverhead=");
    }

    @Test
    void defaultsOfAClusterThatSlowTrainingDownAreNamed() {
        SparkConf conf = new SparkConf(false)
                .setMaster("yarn")
                .set("spark.executor.memoryOverhead", "1g")
                .set("spark.dynamicAllocation.enabled", "true")
                .set("spark.task.maxFailures", "1")
                .set("spark.speculation", "true");

        assertThat(wrong(SettingsChecks.all(conf, Map.of())))
                .satisfiesExactly(
                        threads -> assertThat(threads).contains("OMP_NUM_THREADS is not set"),
                        dynamic -> assertThat(dynamic).contains("spark.dynamicAllocation.enabled=true"),
                        failures -> assertThat(failures).contains("spark.task.maxFailures=1"),
                        speculation -> assertThat(speculation).contains("spark.speculation=true"));
    }

    @Test
    void executorsThatDifferOrDoNotWorkAreNamed() {
        ExecutorReport good = new ExecutorReport("node1", "17.0.15", "genoa, 2 cores", "");
        ExecutorReport bad = new ExecutorReport("node2", "17.0.9", "milan, 2 cores", "no such library");

        assertThat(wrong(ExecutorChecks.all(List.of(good)))).isEmpty();
        assertThat(wrong(ExecutorChecks.all(List.of(good, bad))))
                .satisfiesExactly(
                        natives -> assertThat(natives).startsWith("problem ").contains("node2", "no such library"),
                        java -> assertThat(java).contains("17.0.15, 17.0.9"),
                        processors -> assertThat(processors).contains("genoa, 2 cores; milan, 2 cores"));
    }
}
