package io.jointae.report;

import static java.util.stream.Collectors.joining;

import io.jointae.results.Metric;
import io.jointae.results.PaperTables;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the report says, block by block, from what a results folder holds. */
final class Contents {

    static final String TITLE = "Joint training of deep auto-encoders: our results beside the paper's";

    private final Findings findings;
    private final Selection selection;
    private final List<ComparedTable> tables;

    Contents(Findings findings) {
        this.findings = findings;
        this.selection = new Selection(findings.rows());
        this.tables = ComparedTable.all(selection);
    }

    List<ComparedTable> tables() {
        return tables;
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        summary(blocks);
        blocks.add(new Block.Heading(2, "Tables"));
        for (ComparedTable table : tables) {
            blocks.add(new Block.Heading(3, "Table " + table.paper().number()));
            blocks.add(TableBlocks.compared(table));
        }
        pictures(blocks);
        chosen(blocks);
        provenance(blocks);
        others(blocks);
        return blocks;
    }

    private void summary(List<Block> blocks) {
        blocks.add(new Block.Heading(1, TITLE));
        long filled = tables.stream().mapToLong(ComparedTable::filled).sum();
        int cells = tables.stream().mapToInt(table -> table.cells().size()).sum();
        String latest = findings.rows().stream()
                .map(StoredRow::measuredAt)
                .max(Comparator.naturalOrder())
                .map(Instant::toString)
                .orElse("never");
        blocks.add(new Block.Paragraph(filled + " of the paper's " + cells + " cells are filled: "
                + List.of(Verdict.BETTER, Verdict.WITHIN, Verdict.WORSE).stream()
                        .map(verdict -> verdict.mark() + " " + count(verdict) + " " + verdict.word())
                        .collect(joining(", "))
                + ". Last measured " + latest + "."));
        blocks.add(new Block.Paragraph("In each cell our value stands first, the paper's below it, each with its"
                + " interval. " + Verdict.WITHIN.mark() + " the intervals overlap; " + Verdict.BETTER.mark()
                + " ours lies wholly on the better side; " + Verdict.WORSE.mark()
                + " wholly on the worse side; – not measured. † trained or evaluated at another size than the paper's;"
                + " ‡ on data made anew from the published recipe, so that it cannot match one to one. In Tables II-VII"
                + " intervals are 95 % confidence intervals; the paper does not say which Table I has. The test"
                + " figure is that of the setting with the best validation result."));
        blocks.add(TableBlocks.overview(tables));
    }

    private long count(Verdict verdict) {
        return tables.stream().mapToLong(table -> table.count(verdict)).sum();
    }

    private void pictures(List<Block> blocks) {
        List<Block> drawings = new Curves(chosenRows()).drawings(findings.curves());
        if (!drawings.isEmpty()) {
            blocks.add(new Block.Heading(2, "Reconstruction error per epoch (Figure 3)"));
            blocks.add(new Block.Paragraph("Of the clean input, mean per example: solid lines on validation data,"
                    + " dashed on training data. Layerwise phases follow one another on the axis."));
            blocks.add(new Block.Gallery(drawings));
        }
        if (!findings.sheets().isEmpty()) {
            blocks.add(new Block.Heading(2, "Sheets (Figures 2 and 4)"));
            blocks.add(new Block.Gallery(List.copyOf(findings.sheets())));
        }
    }

    private List<StoredRow> chosenRows() {
        return tables.stream()
                .flatMap(table -> table.cells().stream())
                .map(Comparison::source)
                .filter(Objects::nonNull)
                .toList();
    }

    private void chosen(List<Block> blocks) {
        List<List<Block.Entry>> rows = new ArrayList<>();
        for (ComparedTable table : tables) {
            for (Comparison cell : table.cells()) {
                if (cell.source() != null) {
                    rows.add(chosen(table, cell));
                }
            }
        }
        if (!rows.isEmpty()) {
            blocks.add(new Block.Heading(2, "Hyper-parameters chosen, and time"));
            blocks.add(new Block.Table(
                    "Time is of training and measuring the cell, on the machine below.",
                    List.of("cell", "validation", "test", "time", "hyper-parameters", "departs from the paper"),
                    rows));
        }
    }

    private List<Block.Entry> chosen(ComparedTable table, Comparison cell) {
        StoredRow source = cell.source();
        String validation = selection
                .validation(source)
                .map(row -> String.format(Locale.ROOT, "%.2f", row.row().value()))
                .orElse("–");
        List<String> departures = PaperSetting.departures(source);
        return TableBlocks.entries(
                table.paper().number() + " " + cell.paper().dataset() + " "
                        + cell.paper().model(),
                validation,
                cell.oursText(),
                TableBlocks.time(source.row().seconds()),
                TableBlocks.options(source.row().hyperparameters()) + ", seed "
                        + source.row().seed(),
                departures.isEmpty() ? "–" : String.join(", ", departures));
    }

    private void provenance(List<Block> blocks) {
        SortedMap<String, SortedSet<String>> datasets = new TreeMap<>();
        SortedMap<String, Integer> machines = new TreeMap<>();
        for (StoredRow row : findings.rows()) {
            String hash = row.dataHash() == null ? "not known" : row.dataHash();
            datasets.computeIfAbsent(row.row().dataset(), name -> new TreeSet<>())
                    .add(row.origin().text() + ", content " + hash);
            machines.merge(TableBlocks.options(row.environment()), 1, Integer::sum);
        }
        if (findings.rows().isEmpty()) {
            return;
        }
        blocks.add(new Block.Heading(2, "Datasets"));
        List<List<Block.Entry>> rows = new ArrayList<>();
        datasets.forEach((name, origins) -> origins.forEach(origin -> rows.add(TableBlocks.entries(name, origin))));
        blocks.add(new Block.Table(
                "Official: the files that the paper used. Regenerated: made anew from the published recipe.",
                List.of("dataset", "origin"),
                rows));
        blocks.add(new Block.Heading(2, "Machine and versions"));
        blocks.add(new Block.Table(
                "Rows of the result store measured under each.",
                List.of("rows", "environment"),
                machines.entrySet().stream()
                        .map(machine -> TableBlocks.entries(machine.getValue().toString(), machine.getKey()))
                        .toList()));
    }

    private void others(List<Block> blocks) {
        List<List<Block.Entry>> further = findings.rows().stream()
                .filter(StoredRow::measured)
                .map(StoredRow::row)
                .filter(row -> row.split().equals(Selection.TEST)
                        && PaperTables.find(row).isEmpty())
                .sorted(Comparator.comparing(ResultRow::dataset)
                        .thenComparing(ResultRow::model)
                        .thenComparing(ResultRow::metric)
                        .thenComparing(row -> TableBlocks.options(row.hyperparameters())))
                .map(row -> TableBlocks.entries(
                        row.dataset() + " " + row.model(),
                        Metric.find(row.metric()).map(Metric::words).orElse(row.metric()),
                        Comparison.of(row).oursText(),
                        TableBlocks.options(row.hyperparameters()) + ", seed " + row.seed()))
                .toList();
        if (!further.isEmpty()) {
            blocks.add(new Block.Heading(2, "Measurements that the paper has not"));
            blocks.add(
                    new Block.Table("On test data.", List.of("model", "metric", "value", "hyper-parameters"), further));
        }
        List<List<Block.Entry>> failed = findings.rows().stream()
                .filter(row -> !row.measured())
                .map(row -> TableBlocks.entries(
                        row.row().dataset() + " " + row.row().model() + ", "
                                + row.row().metric(),
                        row.failure(),
                        TableBlocks.options(row.row().hyperparameters()) + ", seed "
                                + row.row().seed()))
                .toList();
        if (!failed.isEmpty()) {
            blocks.add(new Block.Heading(2, "Failed"));
            blocks.add(new Block.Table(
                    "Cells without a value; a sweep that resumes tries them again.",
                    List.of("cell", "why", "hyper-parameters"),
                    failed));
        }
    }
}
