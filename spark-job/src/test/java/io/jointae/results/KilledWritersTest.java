package io.jointae.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes append to one store and are killed with SIGKILL. */
@Tag("cluster")
class KilledWritersTest {

    private static final int ROWS = 40;

    @TempDir
    private Path results;

    @TempDir
    private Path logs;

    @Test
    void everyAppendThatReturnedIsThereAndNoHalfRow() throws Exception {
        Process first = writer("DAE-2L");
        Process second = writer("DAE-2J");
        try {
            awaitRows(first, "DAE-2L");
            awaitRows(second, "DAE-2J");
        } finally {
            first.destroyForcibly().waitFor();
            second.destroyForcibly().waitFor();
        }
        int firstRows = rowsSaid("DAE-2L");
        int secondRows = rowsSaid("DAE-2J");
        Map<String, StoredRow> stored =
                ResultStore.in(new Configuration(), results.toString()).readByKey();
        for (int i = 0; i < firstRows; i++) {
            assertThat(stored)
                    .containsKey(TestRows.cell("DAE-2L", i, Split.TEST).key());
        }
        for (int i = 0; i < secondRows; i++) {
            assertThat(stored)
                    .containsKey(TestRows.cell("DAE-2J", i, Split.TEST).key());
        }
        // At most the one append that each was at when it died.
        assertThat(stored.size()).isBetween(firstRows + secondRows, firstRows + secondRows + 2);
    }

    private Process writer(String model) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        results.toString(),
                        model)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(logs.resolve(model).toFile())
                .start();
    }

    private void awaitRows(Process writer, String model) throws Exception {
        while (rowsSaid(model) < ROWS) {
            assertThat(writer.isAlive())
                    .as("%s appends until it is killed", model)
                    .isTrue();
            Thread.sleep(20);
        }
    }

    /** The number of appends that the process said it had finished. */
    private int rowsSaid(String model) throws IOException {
        try (Stream<String> lines = Files.lines(logs.resolve(model))) {
            return (int) lines.filter(line -> line.matches("appended \\d+\\.")).count();
        }
    }

    /** Appends until it is killed. */
    public static final class Writer {

        private Writer() {}

        public static void main(String[] args) throws IOException {
            ResultStore store = ResultStore.in(new Configuration(), args[0]);
            for (int i = 0; ; i++) {
                store.append(TestRows.measured(TestRows.cell(args[1], i, Split.TEST), 1, TestRows.NOON));
                System.out.println("appended " + i + ".");
            }
        }
    }
}
