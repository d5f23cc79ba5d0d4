package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A small sweep that clusters run while its driver is killed, and the cells of the same sweep without disturbance. */
final class SweepJob {

    /** The trials of the sweep; each stores its cells in one file. */
    static final int TRIALS = 6;

    private static final Path FOLDER = Path.of("target/jobs").toAbsolutePath();
    private static final Path PRINT_CELLS =
            Path.of("src/test/resources/cells/PrintCells.java").toAbsolutePath();

    private static SortedMap<String, String> reference;

    private SweepJob() {}

    /**
     * Returns the sweep file.
     *
     * @param data the folder of the dataset that {@link Jobs#prepare} writes
     */
    static String file(String data) {
        return """
                name: disturbed
                data: %s
                datasets: [rectangles]
                kinds: [dae]
                schemes: [J]
                layers: [2]
                noise: [0.1, 0.5]
                learning-rate: [0.001, 0.002, 0.004]
                hidden: 32
                epochs: 50
                """.formatted(data);
    }

    /** Returns the sweep file for the dataset on the local disk. */
    static String file() throws IOException, InterruptedException {
        return file(Path.of(Jobs.data()).getParent().toString());
    }

    /** Returns the arguments that run the sweep, one trial after the other, or continue it. */
    static List<String> arguments(String file, String out) {
        return List.of("sweep", file, "--out", out, "--parallel", "1", "--resume");
    }

    /** Returns the cells of a sweep that nothing disturbed. */
    static synchronized SortedMap<String, String> reference() throws IOException, InterruptedException {
        if (reference == null) {
            Path out = FOLDER.resolve("sweep");
            SparkWork.deleteTree(out);
            String text = file();
            Path file = Files.writeString(FOLDER.resolve("sweep.yaml"), text);
            Jobs.runSuccessfully(
                    Command.submit("--master", "local[2]").with(arguments(file.toString(), out.toString())));
            reference = cells(out.resolve("cells"));
            assertThat(reference).hasSize(2 * TRIALS);
        }
        return reference;
    }

    /**
     * Returns the cells of a result store, by key, and checks that no cell was stored twice.
     *
     * @param store the folder {@code cells} on the local disk
     */
    static SortedMap<String, String> cells(Path store) throws IOException, InterruptedException {
        Command.Result printed = Jobs.runSuccessfully(Command.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                Checkout.SPARK_HOME + "/jars/*",
                PRINT_CELLS.toString(),
                store.toString()));
        SortedMap<String, String> cells = new TreeMap<>();
        for (String line :
                printed.out().lines().filter(text -> text.startsWith("cell\t")).toList()) {
            String[] fields = line.split("\t");
            assertThat(cells.put(fields[1], fields[2]))
                    .as("an earlier row of the cell %s", fields[1])
                    .isNull();
        }
        return cells;
    }
}
