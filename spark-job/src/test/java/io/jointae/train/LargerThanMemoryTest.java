package io.jointae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jointae.data.DatasetProvenance;
import io.jointae.data.DatasetSpec;
import io.jointae.data.DatasetWriter;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelDirectory;
import io.jointae.spark.BuildLine;
import io.jointae.stack.CounterRandom;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains 560 MB of floats in one executor process with a heap of 512 MiB, and kills the executor in the middle. */
@Tag("cluster")
class LargerThanMemoryTest {

    private static final int WIDTH = 1000;
    private static final int ROWS = 140_000;
    private static final int VALIDATION_ROWS = 5000;
    private static final int EXECUTOR_MIB = 512;
    private static final int EPOCHS = 2;

    @TempDir
    Path folder;

    /** Writes rows of random floats, which cannot be stored as bytes. */
    private String dataset() throws IOException {
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            Map<Split, JavaRDD<Example>> splits = new EnumMap<>(Split.class);
            splits.put(Split.TRAIN, rows(context, 1, ROWS, 16));
            splits.put(Split.VALID, rows(context, 2, VALIDATION_ROWS, 1));
            splits.put(Split.TEST, rows(context, 3, 1, 1));
            DatasetSpec spec = new DatasetSpec(
                    "noise", Shape.flat(WIDTH), 0, List.of(), DatasetProvenance.of(List.of(), "noise", Map.of(), 1L));
            String target = folder.resolve("noise").toString();
            new DatasetWriter(spark, message -> {}).write(target, false, spec, splits, new InputErrors(context));
            return target;
        }
    }

    private static JavaRDD<Example> rows(JavaSparkContext context, long key, int count, int partitions) {
        List<Integer> parts = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            parts.add(p);
        }
        return context.parallelize(parts, partitions)
                .flatMap(p -> LongStream.range((long) count * p / partitions, (long) count * (p + 1) / partitions)
                        .mapToObj(id -> new Example(id, Example.UNLABELED, row(CounterRandom.key(key, id))))
                        .iterator());
    }

    private static float[] row(long key) {
        float[] row = new float[WIDTH];
        for (int u = 0; u < WIDTH; u += 4) {
            // 12 random bits keep the files small, and are too many for the palette of a block.
            long word = CounterRandom.word(key, u >> 2);
            for (int k = 0; k < 4; k++) {
                row[u + k] = (word >>> 12 * k & 0xFFF) / 4095f;
            }
        }
        return row;
    }

    private Process train(String data, String name, int driverMib, List<String> settings) throws IOException {
        Path sparkHome = Files.createDirectories(folder.resolve("spark-home"));
        Files.createDirectories(sparkHome.resolve("jars"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens")
                        || argument.contains("DirectMethodHandle")
                        || argument.contains("javacpp.cachedir"))
                .forEach(command::add);
        command.addAll(List.of("-Djava.io.tmpdir=" + folder, "-Xmx" + driverMib + "m", "-XX:+UseSerialGC"));
        command.add("-Dspark.ui.enabled=false");
        command.addAll(settings);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), "io.jointae.cli.Jointae", "train", "--data", data));
        command.addAll(List.of("--model", folder.resolve(name).toString(), "--scheme", "J", "--layers", "1"));
        command.addAll(List.of("--kind", "ae", "--hidden", "4", "--epochs", "" + EPOCHS, "--evaluate-every", "1"));
        command.addAll(List.of("--checkpoint-every", "0"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", sparkHome.toString());
        builder.environment().put("SPARK_SCALA_VERSION", BuildLine.current().scala());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start();
    }

    /** Returns the option that names the folder with the unpacked native libraries of this JVM. */
    private static String natives() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.contains("javacpp.cachedir"))
                .findFirst()
                .orElse("-Djointae.natives=unpacked");
    }

    private ModelDirectory finished(Process driver, String name) throws Exception {
        try {
            assertThat(driver.waitFor(10, TimeUnit.MINUTES)).as(log(name)).isTrue();
        } finally {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
        }
        assertThat(driver.exitValue()).as(log(name)).isZero();
        return ModelDirectory.read(new Configuration(), folder.resolve(name).toString());
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    /** Returns the executor, which is the only JVM that the driver starts. Its command line is too long to be readable. */
    private static Optional<ProcessHandle> executor(Process driver) {
        return driver.descendants()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.endsWith("/java"))
                        .isPresent())
                .findFirst();
    }

    @Test
    void aKilledExecutorWithAHeapBelowTheSizeOfTheDataGivesTheParametersOfOneThatHoldsThem() throws Exception {
        String data = dataset();
        ModelDirectory held = finished(train(data, "held", 2500, List.of("-Dspark.master=local[1]")), "held");

        Process driver = train(
                data,
                "spilled",
                500,
                List.of(
                        "-Dspark.master=local-cluster[1,1," + EXECUTOR_MIB + "]",
                        "-Dspark.executor.memory=" + EXECUTOR_MIB + "m",
                        "-Dspark.executor.defaultJavaOptions=-XX:+UseSerialGC " + natives(),
                        "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path")));
        try {
            while (!log("spilled").contains("epoch 1 of " + EPOCHS)) {
                assertThat(driver.isAlive()).as(log("spilled")).isTrue();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            ProcessHandle executor = executor(driver).orElseThrow();
            assertThat(executor.destroyForcibly()).isTrue();
        } catch (Throwable e) {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
            throw e;
        }
        ModelDirectory spilled = finished(driver, "spilled");

        assertThat(spilled.model().parameters()).isEqualTo(held.model().parameters());
        assertThat(spilled.card().history())
                .extracting(EpochRecord::cost, EpochRecord::clean)
                .containsExactlyElementsOf(held.card().history().stream()
                        .map(epoch -> tuple(epoch.cost(), epoch.clean()))
                        .toList());
    }
}
