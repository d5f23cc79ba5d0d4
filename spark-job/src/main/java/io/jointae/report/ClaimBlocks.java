package io.jointae.report;

import io.jointae.base.text.Count;
import io.jointae.data.Split;
import io.jointae.results.claim.ClaimResult;
import io.jointae.results.claim.ClaimVerdict;
import io.jointae.results.claim.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The statements of the paper with what the results say about each, and what was checked where they contradict it.
 *
 * @param results the results of all statements
 * @param notes the notes of the results folder by name; the note of a statement has its id as name
 */
record ClaimBlocks(List<ClaimResult> results, Map<String, Note> notes) {

    /** Returns the table of the statements that have a verdict, and the others folded away; empty if none is measured. */
    List<ReportBlock> overview() {
        List<ClaimResult> measured =
                results.stream().filter(ClaimBlocks::isMeasured).toList();
        List<ReportBlock> blocks = new ArrayList<>();
        if (measured.isEmpty()) {
            return blocks;
        }
        blocks.add(new ReportBlock.Table(
                "What the paper states, and what the results say: each comparison is paired over the test rows and, with three"
                        + " or more seeds in common, over the seeds too."
                        + (measured.stream().allMatch(ClaimBlocks::isAsInPaper)
                                ? ""
                                : " † marks measurements with other options than the paper's or on other rows."),
                List.of("statement", "verdict", "p-value", "comparisons"),
                measured.stream().map(ClaimBlocks::line).toList()));
        List<ReportBlock> more = new ArrayList<>(List.of(comparisons(measured)));
        List<ClaimResult> others =
                results.stream().filter(result -> !isMeasured(result)).toList();
        others.forEach(result -> more.add(new ReportBlock.Paragraph("Not measured: "
                + result.claim().sentence() + " (" + result.claim().place() + ")")));
        blocks.add(new ReportBlock.Folded(
                "Every comparison"
                        + (others.isEmpty()
                                ? ""
                                : ", and "
                                        + Count.of(
                                                others.size(),
                                                "statement that is not measured",
                                                "statements that are not measured")),
                more));
        return blocks;
    }

    /** Returns what was checked of each measured statement that has a note or that the results contradict. */
    List<ReportBlock> checks() {
        List<ReportBlock> blocks = new ArrayList<>();
        for (ClaimResult result : results) {
            Note note = notes.get(result.claim().id());
            boolean contradicted = result.count(ClaimVerdict.CONTRADICTED) > 0;
            if (isMeasured(result) && (note != null || contradicted)) {
                blocks.add(new ReportBlock.Heading(3, result.claim().sentence()));
                if (note != null) {
                    note.paragraphs().forEach(text -> blocks.add(new ReportBlock.Paragraph(text)));
                }
                if (contradicted) {
                    result.comparisons().stream()
                            .filter(each -> each.verdict() == ClaimVerdict.CONTRADICTED)
                            .forEach(each -> blocks.add(new ReportBlock.Paragraph(name(each) + ": " + values(each)
                                    + ". The two trainings " + each.conditions() + ".")));
                }
            }
        }
        if (!blocks.isEmpty()) {
            blocks.add(0, new ReportBlock.Heading(2, "What was checked"));
        }
        return blocks;
    }

    private static boolean isMeasured(ClaimResult result) {
        return result.verdict() != ClaimVerdict.NOT_MEASURED;
    }

    private static List<ReportBlock.Entry> line(ClaimResult result) {
        return List.of(
                new ReportBlock.Entry(
                        result.claim().sentence() + " (" + result.claim().place() + ")", null, null),
                entry(result.verdict()),
                ReportBlock.Entry.of(TableBlocks.p(result.p())),
                ReportBlock.Entry.of(String.format(
                        Locale.ROOT,
                        "%d for, %d against, %d not decided%s",
                        result.count(ClaimVerdict.SUPPORTED),
                        result.count(ClaimVerdict.CONTRADICTED),
                        result.count(ClaimVerdict.NOT_DECIDED),
                        isAsInPaper(result) ? "" : " †")));
    }

    private static boolean isAsInPaper(ClaimResult result) {
        return result.comparisons().stream().allMatch(each -> each.values() == null || each.asInPaper());
    }

    private static ReportBlock comparisons(List<ClaimResult> measured) {
        List<List<ReportBlock.Entry>> lines = new ArrayList<>();
        for (ClaimResult result : measured) {
            for (Comparison each : result.comparisons()) {
                if (each.values() != null) {
                    lines.add(List.of(
                            ReportBlock.Entry.of(name(each) + (each.asInPaper() ? "" : " †")),
                            ReportBlock.Entry.of(values(each)),
                            entry(each.verdict()),
                            ReportBlock.Entry.of(tests(each)),
                            ReportBlock.Entry.of(each.conditions())));
                }
            }
        }
        return new ReportBlock.Table(
                "The model that is better according to the paper stands first. Values are means over the seeds in common.",
                List.of("comparison", "values", "verdict", "tests", "the two trainings"),
                lines);
    }

    private static String name(Comparison each) {
        return each.dataset() + " " + each.pair().better() + " and "
                + each.pair().worse() + ", "
                + each.pair().metric().describe()
                + (each.pair().split() == Split.TEST ? "" : " on " + each.pair().split() + " rows");
    }

    private static String values(Comparison each) {
        return String.format(
                Locale.ROOT,
                "%.2f and %.2f",
                each.values().better(),
                each.values().worse());
    }

    private static String tests(Comparison each) {
        Comparison.Evidence evidence = each.evidence();
        return evidence == null
                ? "not tested, because a model has collapsed"
                : evidence.method().describe() + ": " + TableBlocks.p(evidence.rows())
                        + (evidence.seeds() == null ? "" : "; over seeds: " + TableBlocks.p(evidence.seeds()))
                        + (evidence.ties() == null ? "" : "; over tied settings: " + TableBlocks.p(evidence.ties()));
    }

    private static ReportBlock.Entry entry(ClaimVerdict verdict) {
        return switch (verdict) {
            case SUPPORTED -> new ReportBlock.Entry("✓ " + verdict.describe(), null, Verdict.WITHIN);
            case CONTRADICTED -> new ReportBlock.Entry("✗ " + verdict.describe(), null, Verdict.WORSE);
            case NOT_DECIDED -> new ReportBlock.Entry("~ " + verdict.describe(), null, Verdict.TIED);
            case NOT_MEASURED -> new ReportBlock.Entry("– " + verdict.describe(), null, Verdict.OPEN);
        };
    }
}
