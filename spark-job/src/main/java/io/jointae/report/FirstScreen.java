package io.jointae.report;

import static java.util.stream.Collectors.joining;

import io.jointae.base.text.Count;
import io.jointae.results.Cell;
import io.jointae.results.CodeMetric;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice;
import io.jointae.results.paper.PaperSetting;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The top of the report: the paper's statements with their verdicts, and the reader's own result, which is what was trained,
 * joint beside layerwise training with the intervals and the paired test, the reconstruction curves and the models' pictures.
 *
 * @param results the results folder
 * @param claims the statements of the paper
 * @param comparisons the training schemes beside each other
 */
record FirstScreen(ResultsFolder results, ClaimBlocks claims, List<SchemeComparison> comparisons) {

    /** More models than this are listed in a part that is folded away. */
    private static final int MANY_MODELS = 6;

    /** The pictures of more models than this are not shown. */
    private static final int MOST_MODELS_WITH_PICTURES = 12;

    private static final int MOST_SENTENCES = 4;

    private static final String CAPTION =
            "Values with 95 % intervals, at the setting with the best validation result. The paper's value stands"
                    + " below in brackets if the paper has one; the marks are explained under \"How to read the"
                    + " tables\".";

    private static final String CODES_CAPTION =
            "Frozen codes of the test rows, with 95 % intervals, at the setting with the best validation result by each measurement. Ranks and"
                    + " variances are those of the training rows of the models above. A paired test is a bootstrap of the rows.";

    /** Values that need no mention, by option. */
    private static final Map<String, String> OMITTED = Map.of("workers", "1");

    /** The options that distinguish one training from another. */
    private static final List<String> SHOWN = List.of(
            "noise", "contraction", "weight-decay", "learning-rate", PaperSetting.INITIAL_WEIGHTS, "epochs", "workers");

    List<ReportBlock> blocks() throws IOException {
        Map<String, Choice> models = chosenModels();
        List<ReportBlock> blocks = new ArrayList<>();
        blocks.add(new ReportBlock.Heading(1, ReportBuilder.TITLE));
        if (!models.isEmpty()) {
            blocks.add(new ReportBlock.Paragraph(summary(models)));
            blocks.addAll(claims.overview());
            comparisons.stream()
                    .flatMap(comparison -> comparison.sentence().stream())
                    .limit(MOST_SENTENCES)
                    .forEach(sentence -> blocks.add(new ReportBlock.Paragraph(sentence)));
            List<SchemeComparison> ofCodes = new ArrayList<>(comparisons);
            ofCodes.removeIf(comparison -> CodeMetric.of(comparison.metric()).isEmpty());
            List<SchemeComparison> others = new ArrayList<>(comparisons);
            others.removeAll(ofCodes);
            comparisonTable(CAPTION, "measured on the test rows", others).ifPresent(blocks::add);
            comparisonTable(CODES_CAPTION, "frozen codes", ofCodes).ifPresent(blocks::add);
            ReportBlock trained = trainedTable(models);
            blocks.add(
                    models.size() <= MANY_MODELS
                            ? trained
                            : new ReportBlock.Folded(
                                    "The settings of these " + models.size() + " models", List.of(trained)));
        }
        pictures(blocks, models);
        return blocks;
    }

    /** The measurement that stands for each model, by a name such as {@code DAE-2J on rect}. */
    private Map<String, Choice> chosenModels() {
        Map<String, Choice> models = new LinkedHashMap<>();
        for (SchemeComparison comparison : comparisons) {
            comparison.models().values().forEach(choice -> models.putIfAbsent(name(choice.row()), choice));
        }
        return models;
    }

    private static String name(StoredRow row) {
        return row.cell().model().name() + " on " + row.cell().dataset();
    }

    private String summary(Map<String, Choice> models) {
        Set<String> datasets = new LinkedHashSet<>();
        models.values().forEach(choice -> datasets.add(choice.row().cell().dataset()));
        StoredRow latest = results.rows().stream()
                .max(Comparator.comparing(StoredRow::measuredAt))
                .orElseThrow();
        String machine = List.of("processor", "cores", "spark", "java").stream()
                .filter(latest.environment()::containsKey)
                .map(key -> key + " " + latest.environment().get(key))
                .collect(joining(", "));
        return String.format(
                Locale.ROOT,
                "This report covers %s, trained on %s. The last measurement was made at %s%s.",
                models.size() == 1 ? "one model" : models.size() + " models",
                datasets.size() == 1 ? "the dataset " + datasets.iterator().next() : datasets.size() + " datasets",
                latest.measuredAt().truncatedTo(ChronoUnit.SECONDS),
                machine.isEmpty() ? "" : " (" + machine + ")");
    }

    private static Optional<ReportBlock> comparisonTable(
            String caption, String measured, List<SchemeComparison> comparisons) {
        if (comparisons.isEmpty()) {
            return Optional.empty();
        }
        Set<String> schemes = new LinkedHashSet<>();
        comparisons.stream()
                .sorted(Comparator.comparingInt(
                        comparison -> -comparison.models().size()))
                .forEach(comparison -> schemes.addAll(comparison.models().keySet()));
        boolean compared = comparisons.stream()
                .anyMatch(comparison -> comparison.jointAgainstLayerwise().isPresent());
        List<String> header = new ArrayList<>(List.of(measured));
        schemes.forEach(scheme -> header.add(describe(scheme)));
        if (compared) {
            header.add("J compared with L");
        }
        List<List<ReportBlock.Entry>> rows = new ArrayList<>();
        for (SchemeComparison comparison : comparisons) {
            List<ReportBlock.Entry> row = new ArrayList<>();
            row.add(new ReportBlock.Entry(
                    comparison.dataset() + " " + comparison.family() + ": "
                            + comparison.metric().describe(),
                    null,
                    null));
            for (String scheme : schemes) {
                row.add(comparison
                        .model(scheme)
                        .map(FirstScreen::entry)
                        .orElse(new ReportBlock.Entry("–", null, null)));
            }
            if (compared) {
                row.add(ReportBlock.Entry.of(comparison.jointAgainstLayerwise().orElse("–")));
            }
            rows.add(row);
        }
        return Optional.of(new ReportBlock.Table(caption, header, rows));
    }

    private static ReportBlock.Entry entry(CellComparison cell) {
        boolean compared = cell.paper() != null || cell.verdict() == Verdict.COLLAPSED;
        return compared ? TableBlocks.entry(cell) : ReportBlock.Entry.of(cell.oursText());
    }

    private static String describe(String scheme) {
        return switch (scheme) {
            case "L" -> "layerwise (L)";
            case "J" -> "joint (J)";
            case "U" -> "layerwise, then joint without regularization (U)";
            case "UJ" -> "layerwise, then joint (UJ)";
            default -> scheme;
        };
    }

    private ReportBlock.Table trainedTable(Map<String, Choice> models) {
        List<List<ReportBlock.Entry>> rows = new ArrayList<>();
        models.forEach((name, choice) -> rows.add(TableBlocks.entries(
                name,
                setting(choice.row().cell()),
                CellComparison.of(choice).settingsText(),
                TableBlocks.time(choice.row().outcome().seconds()))));
        return new ReportBlock.Table(
                "What was trained", List.of("model", "setting", "chosen from", "time to train and measure"), rows);
    }

    /** Formats what distinguishes one training from another; the model card has every option. */
    private static String setting(Cell cell) {
        SortedMap<String, String> options = cell.hyperparameters();
        List<String> parts = new ArrayList<>();
        if (options.containsKey("hidden")) {
            parts.add(Count.of(cell.model().layers(), "layer") + " of " + options.get("hidden") + " units");
        }
        for (String option : SHOWN) {
            String value = options.get(option);
            if (value != null && !value.equals(OMITTED.get(option)) && !value.matches("0(\\.0)?")) {
                parts.add(option + " " + value);
            }
        }
        parts.add("seed " + cell.seed());
        return String.join(", ", parts);
    }

    private void pictures(List<ReportBlock> blocks, Map<String, Choice> models) throws IOException {
        List<StoredRow> chosen = models.values().stream().map(Choice::row).toList();
        List<ReportBlock> curves = new ReconstructionCurves(chosen).drawings(results.curves());
        List<ReportBlock> images = new ArrayList<>();
        for (StoredRow row : chosen.subList(0, Math.min(chosen.size(), MOST_MODELS_WITH_PICTURES))) {
            images.addAll(results.pictures(row));
        }
        images.addAll(results.sheets());
        List<ReportBlock> gallery = new ArrayList<>(curves);
        gallery.addAll(images);
        if (gallery.isEmpty()) {
            return;
        }
        blocks.add(new ReportBlock.Gallery(gallery));
        if (!curves.isEmpty()) {
            blocks.add(new ReportBlock.Paragraph(
                    "The curves show the reconstruction error of the clean input per epoch, as a mean per example: solid"
                            + " lines on validation rows, dashed lines on training rows. Layerwise phases follow one"
                            + " another on the axis (Figure 3 of the paper)."));
        }
        if (!images.isEmpty()) {
            blocks.add(new ReportBlock.Paragraph("The filters are the weights of the lowest layer, each reconstruction"
                    + " stands to the right of its training row, and the samples are states of the model's Markov chain"
                    + " (Figures 2 and 4 of the paper)."
                    + (chosen.size() > MOST_MODELS_WITH_PICTURES
                            ? " Only the first " + MOST_MODELS_WITH_PICTURES
                                    + " models have their pictures here; those of the others are in their folders."
                            : "")));
        }
    }
}
