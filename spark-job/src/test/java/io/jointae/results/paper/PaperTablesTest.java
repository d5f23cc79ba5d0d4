package io.jointae.results.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.TestRows;
import io.jointae.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaperTablesTest {

    private static final List<String> DATASETS =
            List.of("MNIST", "basic", "rot", "bg-img", "bg-rand", "bg-img-rot", "rect", "rect-img", "convex");

    @Test
    void sevenTablesHold360Cells() {
        assertThat(PaperTables.all())
                .extracting(PaperTable::number)
                .containsExactly("I", "II", "III", "IV", "V", "VI", "VII");
        assertThat(PaperTables.all())
                .extracting(table -> table.cells().size())
                .containsExactly(36, 72, 72, 18, 72, 72, 18);
        assertThat(PaperTables.all()).allSatisfy(table -> {
            assertThat(table.datasets()).isEqualTo(DATASETS);
            assertThat(table.caption()).isNotBlank();
            assertThat(table.cells())
                    .allSatisfy(cell -> assertThat(cell.interval()).isPositive());
        });
    }

    @Test
    void classificationErrorsAndTheirIntervalsAreConsistent() {
        // 95 % normal interval of a proportion over 10,000 (MNIST) or 50,000 test rows: a misread digit shows.
        for (PaperTable table : PaperTables.all().subList(1, 7)) {
            for (PaperCell cell : table.cells()) {
                double p = cell.value() / 100;
                int rows = cell.dataset().equals("MNIST") ? 10_000 : 50_000;
                double expected = 100 * 1.96 * Math.sqrt(p * (1 - p) / rows);
                assertThat(cell.interval()).as("%s", cell).isBetween(expected - 0.015, expected + 0.015);
            }
        }
    }

    @Test
    void noTwoTablesShareAMeasurement() {
        Set<String> seen = new HashSet<>();
        for (PaperTable table : PaperTables.all()) {
            for (String model : table.models()) {
                assertThat(seen.add(table.metric() + " " + model)).isTrue();
            }
        }
    }

    @Test
    void aMeasurementFindsThePapersNumber() {
        Cell cell = TestRows.cell("DAE-2J", 0.5, Split.TEST);
        assertThat(PaperTables.find(cell)).contains(new PaperCell("II", "rect", "DAE-2J", 0.83, 0.08));
        assertThat(PaperTables.find("V", "rect", "DAE-2J")).contains(new PaperCell("V", "rect", "DAE-2J", 0.98, 0.09));
        assertThat(PaperTables.find("IV", "rot", "AE-3J")).contains(new PaperCell("IV", "rot", "AE-3", 66.70, 0.41));
        assertThat(PaperTables.find("IV", "rot", "AE-3L")).isEmpty();
        assertThat(PaperTables.find("VIII", "rot", "AE-3")).isEmpty();
    }

    @Test
    void everyCellIsThePapers() throws IOException {
        Path paper = SharedData.require("paper/joint-training.md");
        Map<String, String> source = parse(Files.readAllLines(paper));
        Map<String, String> ours = new LinkedHashMap<>();
        for (PaperTable table : PaperTables.all()) {
            for (PaperCell cell : table.cells()) {
                String value = String.format("%." + table.decimals() + "f±%.2f", cell.value(), cell.interval());
                ours.put(table.number() + " " + cell.dataset() + " " + cell.model(), value);
            }
        }
        assertThat(source).hasSize(360);
        assertThat(ours).containsExactlyEntriesOf(source);
    }

    /** "II rect DAE-2J" to "0.83±0.08", in the order of the text. */
    private static Map<String, String> parse(List<String> lines) {
        Map<String, String> cells = new LinkedHashMap<>();
        String table = null;
        List<String> models = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split("\t");
            if (line.startsWith("TABLE ")) {
                table = line.split(" ")[1];
            } else if (fields[0].equals("Dataset/Method")) {
                models = List.of(fields).subList(1, fields.length);
            } else if (table != null && fields.length > 1) {
                assertThat(fields).as(line).hasSize(models.size() + 1);
                for (int i = 1; i < fields.length; i++) {
                    String value = fields[i]
                            .replace("\\textbf", "")
                            .replaceAll("[{}$ ]", "")
                            .replace("\\pm", "±");
                    cells.put(table + " " + fields[0] + " " + models.get(i - 1), value);
                }
            }
        }
        return cells;
    }
}
