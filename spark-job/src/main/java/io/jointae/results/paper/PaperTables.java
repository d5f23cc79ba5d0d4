package io.jointae.results.paper;

import io.jointae.base.Json;
import io.jointae.results.Cell;
import io.jointae.results.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The 360 cells of the paper's Tables I-VII, from a resource that a test compares with the paper's text. */
public final class PaperTables {

    private static final String RESOURCE = "paper-tables.json";
    private static final List<PaperTable> TABLES = load();

    private PaperTables() {}

    /** Returns all seven tables in the paper's order. */
    public static List<PaperTable> all() {
        return TABLES;
    }

    /**
     * Returns the cell of a table.
     *
     * @param number of the table, such as {@code II}
     * @param dataset as the paper writes it, such as {@code rect}
     * @param model as we name it, such as {@code DAE-2J}; see {@link #paperName}
     */
    public static Optional<PaperCell> find(String number, String dataset, String model) {
        return TABLES.stream()
                .filter(table -> table.number().equals(number))
                .findFirst()
                .flatMap(table -> table.find(dataset, paperName(model)));
    }

    /** Returns the paper's number for the same measurement: no two tables share metric, dataset and model. */
    public static Optional<PaperCell> find(Cell cell) {
        return table(cell)
                .flatMap(table ->
                        table.find(cell.dataset(), paperName(cell.model().name())));
    }

    /** Returns the table that a measurement belongs to. */
    public static Optional<PaperTable> table(Cell cell) {
        return TABLES.stream()
                .filter(table -> cell.metric().is(table.metric())
                        && table.models().contains(paperName(cell.model().name())))
                .findFirst();
    }

    /**
     * Returns the paper's name of a model. The paper trains plain auto-encoders jointly and gives them no suffix for
     * that: our AE-2J is its AE-2.
     */
    public static String paperName(String model) {
        return model.matches("AE-\\d+J") ? model.substring(0, model.length() - 1) : model;
    }

    private static List<PaperTable> load() {
        return Stream.of(Json.parse(resource(), Printed[].class, RESOURCE))
                .map(Printed::table)
                .toList();
    }

    private static String resource() {
        try (InputStream in = PaperTables.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /** A table as in the resource: one {@code [value, interval]} per dataset and model. */
    private record Printed(
            String number,
            String caption,
            Metric metric,
            int decimals,
            List<String> models,
            Map<String, List<double[]>> cells) {

        PaperTable table() {
            List<PaperCell> flat = new ArrayList<>();
            cells.forEach((dataset, row) -> {
                for (int i = 0; i < row.size(); i++) {
                    flat.add(new PaperCell(number, dataset, models.get(i), row.get(i)[0], row.get(i)[1]));
                }
            });
            return new PaperTable(number, caption, metric, decimals, models, List.copyOf(cells.keySet()), flat);
        }
    }
}
