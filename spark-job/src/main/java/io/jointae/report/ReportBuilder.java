package io.jointae.report;

import static java.util.stream.Collectors.joining;

import io.jointae.results.choice.Selection;
import io.jointae.results.claim.ClaimTests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the blocks of the report from a results folder: the paper's statements and the reader's own result first, then the
 * paper's tables with our values, then the details.
 */
final class ReportBuilder {

    static final String TITLE = "Deep auto-encoders: joint training beside layerwise training";

    private final ResultsFolder results;
    private final Selection selection;
    private final List<ComparedTable> tables;

    ReportBuilder(ResultsFolder results) {
        this.results = results;
        this.selection = new Selection(results.rows());
        this.tables = ComparedTable.all(selection);
    }

    List<ComparedTable> tables() {
        return tables;
    }

    List<ReportBlock> blocks() throws IOException {
        ClaimBlocks claims = new ClaimBlocks(new ClaimTests(results.rows(), selection, results).all(), results.notes());
        List<ReportBlock> blocks =
                new ArrayList<>(new FirstScreen(results, claims, SchemeComparison.all(results, selection)).blocks());
        blocks.addAll(claims.checks());
        results.quality().ifPresent(study -> blocks.addAll(QualityTable.blocks(study)));
        paperTables(blocks);
        blocks.addAll(new ReportDetails(results.rows(), selection, tables).blocks());
        return blocks;
    }

    private void paperTables(List<ReportBlock> blocks) {
        long filled = tables.stream().mapToLong(ComparedTable::filled).sum();
        int cells = tables.stream().mapToInt(table -> table.cells().size()).sum();
        blocks.add(new ReportBlock.Heading(2, "The paper's tables"));
        blocks.add(new ReportBlock.Paragraph(filled + " of the paper's " + cells + " cells are measured: "
                + TableBlocks.shownVerdicts(tables).stream()
                        .map(verdict -> verdict.mark() + " " + count(verdict) + " " + verdict.describe())
                        .collect(joining(", "))
                + "." + TableBlocks.otherInitialWeights(tables)));
        List<ReportBlock> unmeasured = new ArrayList<>();
        for (ComparedTable table : tables) {
            ReportBlock.Heading heading =
                    new ReportBlock.Heading(3, "Table " + table.paper().number());
            if (table.filled() == 0) {
                unmeasured.add(heading);
                unmeasured.add(TableBlocks.all(table));
                continue;
            }
            blocks.add(heading);
            blocks.add(TableBlocks.measured(table));
            TableBlocks.unmeasured(table).ifPresent(blocks::add);
        }
        if (!unmeasured.isEmpty()) {
            blocks.add(new ReportBlock.Folded("Tables without a measured cell: " + numbers(), unmeasured));
        }
        blocks.add(new ReportBlock.Folded(
                "How to read the tables", List.of(TableBlocks.overview(tables), legend(), choice())));
    }

    private String numbers() {
        return tables.stream()
                .filter(table -> table.filled() == 0)
                .map(table -> table.paper().number())
                .collect(joining(", "));
    }

    private static ReportBlock legend() {
        return new ReportBlock.Paragraph("Our value stands first in each cell, and the paper's value stands below it in"
                + " brackets, each with its interval. " + Verdict.WITHIN.mark() + " means that the intervals overlap; "
                + Verdict.BETTER.mark() + " that our interval lies entirely on the better side; " + Verdict.WORSE.mark()
                + " that it lies entirely on the worse side; " + Verdict.COLLAPSED.mark()
                + " that the model has collapsed, so that its value is not compared; " + Verdict.TIED.mark()
                + " that several settings are tied and their verdicts differ; – that the cell is not measured. †"
                + " marks options that differ from the paper's, ‡ a dataset that was regenerated from its published"
                + " recipe or is not verified, and so cannot match the paper's rows one to one, § a cell for which"
                + " settings were pruned before they were"
                + " measured, ¶ a cell for which several settings are tied, ◇ a choice at the edge of its grid, so that a"
                + " wider grid might give a better value, and ‖ initial weights that are not the default: the paper does not"
                + " state its own, so that they are chosen as the other options of a setting. Brackets give the range of tied settings or of seeds. Tables II to"
                + " VII have 95 % confidence intervals. The paper does not say which intervals Table I has: we print"
                + " standard errors there, take the paper's for standard errors too, and compare the 95 % intervals.");
    }

    private ReportBlock choice() {
        long tied = tables.stream()
                .flatMap(table -> table.cells().stream())
                .filter(cell -> cell.choice() != null && cell.choice().isTied())
                .count();
        return new ReportBlock.Paragraph(Selection.RULE
                + (tied == 0 ? "" : " In this report, " + tied + (tied == 1 ? " cell is" : " cells are") + " tied."));
    }

    private long count(Verdict verdict) {
        return tables.stream().mapToLong(table -> table.count(verdict)).sum();
    }
}
