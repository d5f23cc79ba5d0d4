package io.jointae.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
 * How fast one core reads {@code .amat} text from memory. Not part of the tests: {@code mvn -pl data-prep test
 * -Dtest=AmatParserBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AmatParserBenchmark {

    private static final int COLUMNS = 785;
    private static final double LEAST_MEGABYTES_A_SECOND = 300;

    /** {@code rectangles}: the official training file; {@code gray}: random pixels of seven decimals. */
    @Param({"rectangles", "grey"})
    private String text;

    private byte[] bytes;

    /** Makes the text. */
    @Setup
    public void setUp() throws IOException {
        bytes = bytes(text);
    }

    private static byte[] bytes(String text) throws IOException {
        if (text.equals("rectangles")) {
            try (ZipFile zip = new ZipFile(
                            SharedData.require("data/rectangles.zip").toFile());
                    InputStream in = zip.getInputStream(zip.getEntry("rectangles_train.amat"))) {
                return in.readAllBytes();
            }
        }
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 1000 * COLUMNS; i++) {
            rows.append(String.format(Locale.ROOT, "   %.7e", random.nextFloat()));
            rows.append(i % COLUMNS == COLUMNS - 1 ? "\n" : "");
        }
        return rows.toString().getBytes(StandardCharsets.US_ASCII);
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
    void aCoreReadsAtLeast300MegabytesASecond() throws RunnerException, IOException {
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(AmatParserBenchmark.class.getName())
                        .build())
                .run()) {
            String name = result.getParams().getParam("text");
            // The quickest round: on a busy machine the others wait for their core.
            double milliseconds = result.getPrimaryResult().getStatistics().getMin();
            double megabytes = bytes(name).length / 1e6 / (milliseconds / 1e3);
            System.out.printf(Locale.ROOT, "amat parser, %s: %.0f MB/s a core%n", name, megabytes);
            assertThat(megabytes).as(name).isGreaterThan(LEAST_MEGABYTES_A_SECOND);
        }
    }
}
