package io.jointae.export;

import io.jointae.base.ProjectVersion;
import io.jointae.base.text.Count;
import io.jointae.feature.Scaling;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.statistics.CodeStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page that lies next to exported files: what the model is, what it takes and gives, on which data and how it was
 * trained, how the training went, and what was not measured.
 *
 * @param trained the model with its provenance
 * @param format the format of the files
 * @param layer the layer of the code, 1 for the lowest
 * @param files the exported files
 */
record ModelCardPage(ModelDirectory trained, ExportFormat format, int layer, List<ExportedFile> files) {

    /** Returns the page. */
    String markdown() {
        ModelCard card = trained.card();
        List<String> blocks = new ArrayList<>();
        blocks.add("# " + text(card.name()) + ", trained on " + text(card.data().name()));
        blocks.add(introduction());
        blocks.add("## Files");
        blocks.add(table(List.of("file", "part", "inputs", "outputs"), fileRows()));
        blocks.add(usage());
        blocks.add("## Network");
        blocks.add(network());
        blocks.add(table(
                List.of("layer", "inputs", "units", "activation", "corruption in training", "contractive weight"),
                layerRows()));
        blocks.add("## Training data");
        blocks.add(data());
        blocks.add("## Training");
        blocks.add(training());
        blocks.add(table(List.of("option", "value"), rows(card.options())));
        if (card.codes() != null) {
            blocks.add("## Codes of the training data");
            blocks.add(table(List.of("layer", "units", "mean variance per unit", "effective rank"), codeRows()));
        }
        blocks.add("## Environment");
        blocks.add(table(List.of("part", "version"), rows(card.run().environment())));
        blocks.add("## Not measured");
        blocks.add(
                "This page states what training recorded. Errors of classifiers and log-likelihoods are measured by the"
                        + " commands `svm`, `finetune` and `parzen`. How the model behaves on other data than those named above is"
                        + " not known.");
        return String.join("\n\n", blocks) + "\n";
    }

    private String introduction() {
        ModelCard card = trained.card();
        return String.format(
                Locale.ROOT,
                "A stack of %d auto-encoders (%s), trained by the scheme %s with seed %d and exported as %s by jointae %s."
                        + " The SHA-256 of its parameters is `%s`.",
                trained.model().architecture().depth(),
                text(String.valueOf(card.kind())),
                text(String.valueOf(card.scheme())),
                card.seed(),
                format.id(),
                ProjectVersion.current(),
                card.parameters());
    }

    private List<List<String>> fileRows() {
        return files.stream()
                .map(file ->
                        List.of("`" + file.file() + "`", file.part(), shapes(file.inputs()), shapes(file.outputs())))
                .toList();
    }

    private static String shapes(Map<String, Integer> widths) {
        return widths.entrySet().stream()
                .map(each -> "`" + each.getKey() + "` [rows, " + each.getValue() + "]")
                .collect(Collectors.joining(", "));
    }

    private String usage() {
        ExportedFile first = files.get(0);
        String input = first.inputs().keySet().iterator().next();
        return switch (format) {
            case ONNX ->
                String.join(
                        "\n",
                        "All values are 32-bit floats. In Python:",
                        "",
                        "```python",
                        "import onnxruntime",
                        "",
                        "session = onnxruntime.InferenceSession(\"" + first.file() + "\")",
                        "results = session.run(None, {\"" + input + "\": rows})  # rows: float32 [" + "rows, "
                                + first.inputs().get(input) + "]",
                        "```");
            case SAFETENSORS ->
                "All values are 32-bit floats. The weights of a step are `[outputs, inputs]`, as in PyTorch's"
                        + " `Linear`, and the metadata of the file name the activation function of each step. The documentation"
                        + " of jointae has a PyTorch module that loads the file.";
        };
    }

    private String network() {
        Architecture architecture = trained.model().architecture();
        Scaling scaling = trained.card().scaling();
        String range = scaling.isNone() && architecture.loss() == Loss.CROSS_ENTROPY ? " between 0 and 1" : "";
        return String.format(
                Locale.ROOT,
                "The network takes %s%s. %s Decoders use %s. The loss is %s, and the"
                        + " activation of the reconstruction is %s. The exported code is that of layer %d.",
                Count.of(architecture.inputs(), "value"),
                range,
                scaling.isNone() ? "They are not scaled." : scaled(scaling),
                architecture.tied() ? "the transposed weights of their encoders" : "weights of their own",
                words(architecture.loss()),
                words(architecture.output()),
                layer);
    }

    private String scaled(Scaling scaling) {
        return switch (format) {
            case ONNX ->
                "The files scale them as in training (" + scaling + "), and reconstructions are values of the data.";
            case SAFETENSORS ->
                "They have to be scaled as in training (" + scaling
                        + "): the tensors `scaling.offset` and `scaling.spread` hold the numbers.";
        };
    }

    private List<List<String>> layerRows() {
        Architecture architecture = trained.model().architecture();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < architecture.depth(); i++) {
            LayerSpec spec = architecture.layer(i);
            rows.add(List.of(
                    String.valueOf(i + 1),
                    String.valueOf(architecture.width(i)),
                    String.valueOf(spec.units()),
                    words(spec.activation()),
                    spec.corruption().present()
                            ? words(spec.corruption().kind()) + " "
                                    + spec.corruption().strength()
                            : "none",
                    String.valueOf(spec.contraction())));
        }
        return rows;
    }

    private String data() {
        ModelCard.Data data = trained.card().data();
        return String.format(
                Locale.ROOT,
                "%s: %,d training examples, read from `%s`. The hash of the content is `%s`.",
                text(data.name()),
                data.train(),
                data.path(),
                data.hash());
    }

    private String training() {
        ModelCard card = trained.card();
        String costs = card.history().isEmpty()
                ? ""
                : " " + costs(card.history().get(card.history().size() - 1));
        return String.format(
                Locale.ROOT,
                "Training started at %s and took %.0f s.%s",
                card.run().started(),
                card.seconds(),
                costs);
    }

    private static String costs(EpochRecord last) {
        StringBuilder costs = new StringBuilder(String.format(
                Locale.ROOT,
                "The last epoch was epoch %d of phase %d, with a training cost of %.4f per example",
                last.epoch(),
                last.phase() + 1,
                last.cost()));
        append(
                costs,
                "a reconstruction cost of %.4f on clean training examples",
                last.clean().train());
        append(costs, "of %.4f on clean validation examples", last.clean().valid());
        append(
                costs,
                "of %.4f on corrupted validation examples",
                last.denoising().valid());
        return costs.append('.').toString();
    }

    private static void append(StringBuilder costs, String format, Double cost) {
        if (cost != null) {
            costs.append(", ").append(String.format(Locale.ROOT, format, cost));
        }
    }

    private List<List<String>> codeRows() {
        List<CodeStatistics.Layer> layers = trained.card().codes().layers();
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            CodeStatistics.Layer each = layers.get(i);
            rows.add(List.of(
                    String.valueOf(i + 1),
                    String.valueOf(each.units()),
                    String.format(Locale.ROOT, "%.3g", each.variance()),
                    String.format(Locale.ROOT, "%.1f", each.effectiveRank())));
        }
        return rows;
    }

    private static List<List<String>> rows(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> List.of(each.getKey(), text(String.valueOf(each.getValue()))))
                .toList();
    }

    private static String table(List<String> header, List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(line(header));
        lines.add("|" + "---|".repeat(header.size()));
        rows.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines);
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a text in which no character ends a table cell or begins an element of Markdown or HTML. */
    private static String text(String value) {
        return value.replaceAll("([\\\\|`*_<>\\[\\]])", "\\\\$1").replaceAll("\\s+", " ");
    }
}
