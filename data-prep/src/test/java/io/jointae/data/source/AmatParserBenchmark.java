package io.jointae.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.SampleData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures how fast one core reads {@code .amat} text from memory. It is not part of the tests; run it by
 * {@code mvn -pl data-prep test -Dtest=AmatParserBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AmatParserBenchmark {

    private static final int COLUMNS = 785;
    private static final double MIN_MEGABYTES_PER_SECOND = 300;

    private static final int REPETITIONS = 5;

    /** {@code rectangles}: official rows, repeated; {@code gray}: random pixels with seven decimals. */
    @Param({"rectangles", "gray"})
    private String text;

    private byte[] bytes;

    /** Prepares the text. */
    @Setup
    public void setUp() throws IOException {
        bytes = bytes(text);
    }

    private static byte[] bytes(String text) throws IOException {
        if (text.equals("rectangles")) {
            return officialRows().repeat(REPETITIONS).getBytes(StandardCharsets.US_ASCII);
        }
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 1000 * COLUMNS; i++) {
            rows.append(String.format(Locale.ROOT, "   %.7e", random.nextFloat()));
            rows.append(i % COLUMNS == COLUMNS - 1 ? "\n" : "");
        }
        return rows.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String officialRows() throws IOException {
        Path folder = Files.createTempDirectory("amat-benchmark");
        Path sample = SampleData.rectangles(folder);
        try (ZipFile zip = new ZipFile(sample.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("rectangles_train.amat"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } finally {
            Files.delete(sample);
            Files.delete(folder);
        }
    }

    /** Reads every number of every row. */
    @Benchmark
    public double parse() throws IOException {
        double sum = 0;
        float[] values = new float[COLUMNS];
        try (AmatParser parser = new AmatParser(new ByteArrayInputStream(bytes), COLUMNS, text)) {
            while (parser.nextRow(values)) {
                sum += values[COLUMNS - 1];
            }
        }
        return sum;
    }

    @Test
    void oneCoreReadsAtLeast300MegabytesPerSecond() throws RunnerException, IOException {
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(AmatParserBenchmark.class.getName())
                        .build())
                .run()) {
            String name = result.getParams().getParam("text");
            // The fastest iteration counts: on a busy machine the others wait for their core.
            double milliseconds = result.getPrimaryResult().getStatistics().getMin();
            double megabytes = bytes(name).length / 1e6 / (milliseconds / 1e3);
            System.out.printf(Locale.ROOT, "amat parser, %s: %.0f MB/s per core%n", name, megabytes);
            assertThat(megabytes).as(name).isGreaterThan(MIN_MEGABYTES_PER_SECOND);
        }
    }
}
