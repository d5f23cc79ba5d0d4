package io.jointae.report;

import static java.util.stream.Collectors.joining;

import io.jointae.results.StoredRow;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the report says, block by block, from what a results folder holds. */
final class ReportBuilder {

    static final String TITLE = "Joint training of deep auto-encoders: our results beside the paper's";

    private final ResultsFolder findings;
    private final CellSelection selection;
    private final List<ComparedTable> tables;

    ReportBuilder(ResultsFolder findings) {
        this.findings = findings;
        this.selection = new CellSelection(findings.rows());
        this.tables = ComparedTable.all(selection);
    }

    List<ComparedTable> tables() {
        return tables;
    }

    List<ReportBlock> blocks() {
        List<ReportBlock> blocks = new ArrayList<>();
        summary(blocks);
        blocks.add(new ReportBlock.Heading(2, "Tables"));
        for (ComparedTable table : tables) {
            blocks.add(new ReportBlock.Heading(3, "Table " + table.paper().number()));
            blocks.add(TableBlocks.compared(table));
        }
        pictures(blocks);
        blocks.addAll(new ReportDetails(findings.rows(), selection, tables).blocks());
        return blocks;
    }

    private void summary(List<ReportBlock> blocks) {
        blocks.add(new ReportBlock.Heading(1, TITLE));
        long filled = tables.stream().mapToLong(ComparedTable::filled).sum();
        int cells = tables.stream().mapToInt(table -> table.cells().size()).sum();
        String latest = findings.rows().stream()
                .map(StoredRow::measuredAt)
                .max(Comparator.naturalOrder())
                .map(latestAt -> latestAt.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("never");
        blocks.add(new ReportBlock.Paragraph(filled + " of the paper's " + cells + " cells are filled: "
                + List.of(Verdict.BETTER, Verdict.WITHIN, Verdict.WORSE).stream()
                        .map(verdict -> verdict.mark() + " " + count(verdict) + " " + verdict.describe())
                        .collect(joining(", "))
                + ". Last measured " + latest + "."));
        blocks.add(new ReportBlock.Paragraph(
                "In each cell our value stands first, the paper's below it in brackets, each with its"
                        + " interval. " + Verdict.WITHIN.mark() + " the intervals overlap; " + Verdict.BETTER.mark()
                        + " ours lies wholly on the better side; " + Verdict.WORSE.mark()
                        + " wholly on the worse side; – not measured. † trained or evaluated at another size than the paper's;"
                        + " ‡ on data made anew from the published recipe, so that it cannot match one to one;"
                        + " § settings were pruned before they were measured; ¶ several settings share the best validation"
                        + " result, so that their order decided and the mark holds for the one. In Tables II-VII"
                        + " intervals are 95 % confidence intervals; the paper does not say which Table I has: there ours"
                        + " are standard errors, the paper's are taken for the same, and overlap is that of the 95 %"
                        + " intervals of both. The test"
                        + " figure is that of the setting with the best validation result; where several share it, that"
                        + " with the smallest learning rate, then the smallest noise (contraction, weight decay), then the"
                        + " smallest seed" + ties() + "."));
        blocks.add(TableBlocks.overview(tables));
    }

    private String ties() {
        long tied = tables.stream()
                .flatMap(table -> table.cells().stream())
                .filter(cell -> cell.choice() != null && cell.choice().decidedByOrder())
                .count();
        return tied == 0
                ? ""
                : ": so in " + tied + " of the cells, whose range of test figures stands with the settings";
    }

    private long count(Verdict verdict) {
        return tables.stream().mapToLong(table -> table.count(verdict)).sum();
    }

    private void pictures(List<ReportBlock> blocks) {
        List<ReportBlock> drawings = new ReconstructionCurves(ComparedTable.chosen(tables)).drawings(findings.curves());
        if (!drawings.isEmpty()) {
            blocks.add(new ReportBlock.Heading(2, "Reconstruction error per epoch (Figure 3)"));
            blocks.add(new ReportBlock.Paragraph("Of the clean input, mean per example: solid lines on validation data,"
                    + " dashed on training data. Layerwise phases follow one another on the axis."));
            blocks.add(new ReportBlock.Gallery(drawings));
        }
        if (!findings.sheets().isEmpty()) {
            blocks.add(new ReportBlock.Heading(2, "Sheets (Figures 2 and 4)"));
            blocks.add(new ReportBlock.Gallery(List.copyOf(findings.sheets())));
        }
    }
}
