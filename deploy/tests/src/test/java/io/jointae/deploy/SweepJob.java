package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;

/** A small sweep that clusters run while its driver is killed, and the cells of the same sweep without disturbance. */
final class SweepJob {

    /** The trials of the sweep; each stores its cells in one file. */
    static final int TRIALS = 4;

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
                learning-rate: [0.001, 0.002]
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
    static SortedMap<String, String> reference() throws IOException, InterruptedException {
        String text = file();
        SortedMap<String, String> reference = Jobs.shared(folder -> {
            Path out = folder.resolve("sweep");
            Path file = Files.writeString(folder.resolve("sweep.yaml"), text);
            if (!Files.exists(out.resolve("_RESULT.json"))) {
                Jobs.runSuccessfully(Jobs.local(2).with(arguments(file.toString(), out.toString())));
            }
            return cells(out.resolve("cells"));
        });
        assertThat(reference).hasSize(2 * TRIALS);
        return reference;
    }

    /**
     * Returns the values of the cells of a result store by their keys, and checks that no cell was stored twice.
     *
     * @param store the folder {@code cells} on the local disk
     */
    static SortedMap<String, String> cells(Path store) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(store)) {
            files = all.filter(file -> file.getFileName().toString().matches("[^._].*\\.parquet"))
                    .toList();
        }
        SortedMap<String, String> cells = new TreeMap<>();
        for (Path file : files) {
            for (Group row : ParquetRows.of(file)) {
                boolean measured = row.getFieldRepetitionCount("value") > 0;
                String value = measured ? Double.toString(row.getDouble("value", 0)) : row.getString("failure", 0);
                assertThat(cells.put(row.getString("key", 0), value))
                        .as("an earlier row of the cell %s", row.getString("key", 0))
                        .isNull();
            }
        }
        return cells;
    }
}
