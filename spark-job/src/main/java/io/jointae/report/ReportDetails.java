package io.jointae.report;

import io.jointae.results.StoredRow;
import io.jointae.results.choice.Selection;
import io.jointae.results.paper.PaperSetting;
import io.jointae.results.paper.PaperTables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Builds the details at the end of the report: chosen hyper-parameters, times, datasets, machines, measurements that the
 * paper does not have, and cells that diverged, failed or were pruned.
 *
 * @param rows every row of the store
 * @param selection the choice of settings
 * @param tables the paper's tables with our values
 */
record ReportDetails(List<StoredRow> rows, Selection selection, List<ComparedTable> tables) {

    private static final Set<String> SEARCHED = Set.of(
            "learning-rate",
            "noise",
            "contraction",
            "weight-decay",
            PaperSetting.INITIAL_WEIGHTS,
            "svm-c",
            "parzen-width");

    List<ReportBlock> blocks() {
        List<ReportBlock> blocks = new ArrayList<>();
        chosen(blocks);
        provenance(blocks);
        others(blocks);
        return blocks;
    }

    private void chosen(List<ReportBlock> blocks) {
        SortedMap<String, String> common = common(ComparedTable.chosen(tables));
        List<List<ReportBlock.Entry>> lines = new ArrayList<>();
        for (ComparedTable table : tables) {
            for (CellComparison cell : table.cells()) {
                if (cell.source() != null) {
                    lines.add(chosen(table, cell, common));
                }
            }
        }
        if (!lines.isEmpty()) {
            blocks.add(new ReportBlock.Heading(2, "Chosen hyper-parameters and times"));
            blocks.add(new ReportBlock.Table(
                    "The validation result chooses among the settings. The time covers training and measuring the cell"
                            + " on the machine below."
                            + (common.isEmpty()
                                    ? ""
                                    : " Every cell has these options: " + TableBlocks.options(common) + "."),
                    List.of(
                            "cell",
                            "validation",
                            "test",
                            "chosen from",
                            "at the edge of its grid",
                            "time",
                            "hyper-parameters",
                            "departs from the paper"),
                    lines));
        }
    }

    /** Returns the options that are the same in all rows and that no grid searches. */
    private static SortedMap<String, String> common(List<StoredRow> rows) {
        SortedMap<String, String> common = new TreeMap<>();
        if (!rows.isEmpty()) {
            common.putAll(rows.get(0).cell().hyperparameters());
            rows.forEach(row ->
                    common.entrySet().retainAll(row.cell().hyperparameters().entrySet()));
        }
        common.keySet().removeAll(SEARCHED);
        return common;
    }

    private List<ReportBlock.Entry> chosen(ComparedTable table, CellComparison cell, SortedMap<String, String> common) {
        StoredRow source = cell.source();
        String validation = selection
                .validation(source)
                .map(row -> String.format(Locale.ROOT, "%.2f", row.result().value()))
                .orElse("–");
        SortedMap<String, String> own = new TreeMap<>(source.cell().hyperparameters());
        own.entrySet().removeAll(common.entrySet());
        own.put("seed", Long.toString(source.cell().seed()));
        List<String> departures = new ArrayList<>(PaperSetting.departures(source));
        PaperSetting.dataDeparture(source).ifPresent(departures::add);
        return TableBlocks.entries(
                TableBlocks.name(table, cell),
                validation,
                cell.oursText(),
                cell.settingsText()
                        + cell.rangeText().map(range -> " [" + range + "]").orElse(""),
                cell.choice().edges().isEmpty()
                        ? "–"
                        : String.join(", ", cell.choice().edges()),
                TableBlocks.time(source.outcome().seconds()),
                TableBlocks.options(own),
                departures.isEmpty() ? "–" : String.join(", ", departures));
    }

    private void provenance(List<ReportBlock> blocks) {
        SortedMap<String, SortedSet<String>> datasets = new TreeMap<>();
        SortedMap<String, Integer> machines = new TreeMap<>();
        for (StoredRow row : rows) {
            String hash =
                    row.cell().dataHash() == null ? "not known" : row.cell().dataHash();
            datasets.computeIfAbsent(row.cell().dataset(), name -> new TreeSet<>())
                    .add(row.origin().id() + ", content " + hash);
            machines.merge(TableBlocks.options(row.environment()), 1, Integer::sum);
        }
        if (rows.isEmpty()) {
            return;
        }
        blocks.add(new ReportBlock.Heading(2, "Datasets"));
        List<List<ReportBlock.Entry>> lines = new ArrayList<>();
        datasets.forEach((name, origins) -> origins.forEach(origin -> lines.add(TableBlocks.entries(name, origin))));
        blocks.add(new ReportBlock.Table(
                "Official datasets are the files that the paper used. Regenerated datasets follow the published recipe.",
                List.of("dataset", "origin"),
                lines));
        blocks.add(new ReportBlock.Heading(2, "Machines and versions"));
        blocks.add(new ReportBlock.Table(
                "Number of rows of the result store that were measured in each environment.",
                List.of("rows", "environment"),
                machines.entrySet().stream()
                        .map(machine -> TableBlocks.entries(machine.getValue().toString(), machine.getKey()))
                        .toList()));
    }

    private void others(List<ReportBlock> blocks) {
        List<List<ReportBlock.Entry>> further = rows.stream()
                .filter(StoredRow::measured)
                .filter(row ->
                        row.cell().isResult() && PaperTables.find(row.cell()).isEmpty())
                .sorted(Comparator.comparing((StoredRow row) -> row.cell().dataset())
                        .thenComparing(row -> row.cell().model().name())
                        .thenComparing(row -> row.cell().metric().id())
                        .thenComparing(row -> TableBlocks.options(row.cell().hyperparameters())))
                .map(row -> TableBlocks.entries(
                        row.cell().dataset() + " " + row.cell().model().name(),
                        row.cell().metric().describe(),
                        (row.collapsed() ? Verdict.COLLAPSED.mark() + " " : "")
                                + CellComparison.of(row.result()).oursText(),
                        TableBlocks.options(row.cell().hyperparameters()) + ", seed "
                                + row.cell().seed()))
                .toList();
        if (!further.isEmpty()) {
            blocks.add(new ReportBlock.Heading(2, "Measurements that the paper does not have"));
            blocks.add(new ReportBlock.Table(
                    "These values are measured on the test rows, and ranks on the training rows.",
                    List.of("model", "metric", "value", "hyper-parameters"),
                    further));
        }
        unmeasured(
                blocks,
                "Diverged",
                "The cost of training or of fine-tuning exploded with these settings, so that no cell could choose them. Training is"
                        + " deterministic, so a sweep that resumes does not train them again.",
                StoredRow::diverged);
        unmeasured(
                blocks,
                "Failed",
                "These cells have no value. A sweep that resumes tries them again.",
                row -> !row.diverged() && !row.pruned());
        unmeasured(
                blocks,
                "Pruned",
                "Successive halving stopped these settings early, so that no cell could choose them. A sweep that"
                        + " resumes without halving measures them.",
                StoredRow::pruned);
    }

    private void unmeasured(List<ReportBlock> blocks, String title, String caption, Predicate<StoredRow> outcome) {
        List<List<ReportBlock.Entry>> cells = selection.unmeasured().stream()
                .filter(outcome)
                .map(row -> TableBlocks.entries(
                        row.cell().dataset() + " " + row.cell().model().name() + ", "
                                + row.cell().metric(),
                        row.failure(),
                        TableBlocks.options(row.cell().hyperparameters()) + ", seed "
                                + row.cell().seed()))
                .toList();
        if (!cells.isEmpty()) {
            blocks.add(new ReportBlock.Heading(2, title));
            blocks.add(new ReportBlock.Table(caption, List.of("cell", "reason", "hyper-parameters"), cells));
        }
    }
}
