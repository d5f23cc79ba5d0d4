package io.jointae.report;

import static io.jointae.results.TestRows.NOON;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.Metric;
import io.jointae.results.ModelVariant;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.results.kept.BlockMeans;
import io.jointae.results.kept.WrongRows;
import io.jointae.results.paper.PaperCell;
import io.jointae.results.paper.PaperTable;
import io.jointae.results.paper.PaperTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;

/** The whole rectangles row with the paper's own values, and the single rows that suit them. */
final class RectanglesRow {

    private static final int ROWS = 50_000;

    private RectanglesRow() {}

    /** Writes cells, wrong rows, block means, and a note about every statement of the folder. */
    static void write(String results) throws IOException {
        Configuration conf = new Configuration();
        List<StoredRow> rows = new ArrayList<>();
        for (PaperTable table : PaperTables.all()) {
            for (PaperCell paper : table.cells()) {
                if (paper.dataset().equals("rect")) {
                    String model = paper.model().matches("AE-\\d") ? paper.model() + "J" : paper.model();
                    rows.add(row(model, table.metric(), Split.VALID, paper.value()));
                    StoredRow test = row(model, table.metric(), Split.TEST, paper.value());
                    rows.add(test);
                    writeRows(conf, results, test, table.metric());
                }
            }
        }
        for (String model : List.of("DAE-2J", "DAE-2L")) {
            for (Split split : Split.values()) {
                rows.add(row(
                        model, Metric.CROSS_ENTROPY, split, model.endsWith("J") ? 23 : split == Split.TRAIN ? 20 : 29));
            }
        }
        ResultStore.in(conf, results).append(rows);
        Path notes = Files.createDirectories(Path.of(results, Note.FOLDER));
        Files.writeString(
                notes.resolve("joint-reconstruction.md"),
                "# Checked\n\nLayerwise training has one phase of 300 epochs per layer, which is twice the number of epochs.\n"
                        + "With equal numbers of epochs it was worse.\n");
    }

    private static void writeRows(Configuration conf, String results, StoredRow test, Metric metric)
            throws IOException {
        double value = test.result().value();
        if (metric == Metric.LOG_LIKELIHOOD) {
            float[] means = new float[BlockMeans.blocks(ROWS)];
            for (int i = 0; i < means.length; i++) {
                means[i] = (float) (value + 5 * Math.sin(i) + 2 * Math.cos(i * value));
            }
            BlockMeans.of(test.key(), ROWS, means).write(conf, results);
        } else {
            WrongRows.of(
                            test.key(),
                            ROWS,
                            LongStream.range(0, Math.round(value / 100 * ROWS))
                                    .map(i -> i * 7 % ROWS)
                                    .toArray())
                    .write(conf, results);
        }
    }

    private static StoredRow row(String model, Metric metric, Split split, double value) {
        ModelVariant variant = new ModelVariant(
                model,
                model.replaceAll(".*\\d", ""),
                Integer.parseInt(model.replaceAll("\\D", "")),
                model.substring(0, model.indexOf('-')).toLowerCase(Locale.ROOT));
        Map<String, String> options = Map.of("learning-rate", "0.001", "epochs", "300", "hidden", "1000", "seed", "1");
        Cell cell = new Cell("rect", "hash-of-rect", variant, new TreeMap<>(options), metric.metricName(), split, 1);
        return StoredRow.of(
                cell.measured(value, 0.1, 100), DataOrigin.OFFICIAL, Map.of("java", "17"), NOON, "models/" + model);
    }
}
