package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.jointae.evaluate.finetune.Perceptron;
import io.jointae.model.LayerUpdaters;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code export}: which files it writes, what the model card says, and what it refuses. */
class ExportCommandTest {

    private static final Architecture ARCHITECTURE =
            Architecture.paper(16, List.of(LayerSpec.plain(12), LayerSpec.plain(8)));

    @TempDir
    Path dir;

    private String model;
    private String out;

    @BeforeEach
    void writeAModel() throws IOException {
        model = dir.resolve("model").toString();
        out = dir.resolve("exported").toString();
        StackModel stack = StackModel.initial(ARCHITECTURE, 3);
        ModelCard card = new ModelCard(
                new ModelCard.Identity("AE-2J", "J", "ae"),
                new ModelCard.Data("bars | <b>wide</b>", "/data/bars", "0123abcd", 1000),
                new TreeMap<>(Map.of("learning-rate", "0.005")),
                7,
                new ModelCard.Run(new TreeMap<>(Map.of("java", "17.0.1")), "2026-01-01T00:00:00Z", 12),
                new ModelCard.Result(ModelDirectory.hash(stack.parameters()), List.of()));
        new ModelDirectory(stack, LayerUpdaters.uniform(Updater.RMSPROP, 0.01, 2), card)
                .write(new Configuration(), model, false);
    }

    private ShownErrors export(String... options) {
        return ShownErrors.of(arguments(options));
    }

    private String refusal(String... options) {
        String sentence = ShownErrors.refusal(arguments(options));
        assertThat(dir.resolve("exported")).doesNotExist();
        return sentence;
    }

    private String[] arguments(String... options) {
        return Stream.concat(Stream.of("export", "--model", model, "--out", out), Arrays.stream(options))
                .toArray(String[]::new);
    }

    private String classifier(Architecture encoder) throws IOException {
        Path file = dir.resolve("finetune-1.zip");
        Perceptron perceptron = Perceptron.over(StackModel.initial(encoder, 1), 3);
        ModelSerializer.writeModel(perceptron.network(), file.toFile(), false);
        return file.toString();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(out))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.startsWith("_"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void onnxRuntimeOpensEveryPart() throws Exception {
        ShownErrors shown = export(
                "--format=onnx",
                "--part=encoder,decoder,autoencoder,classifier",
                "--layer=1",
                "--classifier",
                classifier(ARCHITECTURE));
        assertThat(shown.status()).as(shown.text()).isZero();
        assertThat(files())
                .containsExactly(
                        "autoencoder.onnx", "classifier.onnx", "decoder.onnx", "encoder.onnx", "model-card.md");
        assertThat(names("encoder")).containsExactly("input", "code");
        assertThat(names("decoder")).containsExactly("code", "reconstruction");
        assertThat(names("autoencoder")).containsExactly("input", "code", "reconstruction");
        assertThat(names("classifier")).containsExactly("input", "probabilities");
    }

    private List<String> names(String part) throws Exception {
        byte[] file = Files.readAllBytes(Path.of(out, part + ".onnx"));
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file)) {
            return Stream.concat(session.getInputNames().stream(), session.getOutputNames().stream())
                    .toList();
        }
    }

    @Test
    void withoutPartsTheAutoencoderIsExportedAndTheClassifierWhereThereIsOne() throws Exception {
        assertThat(export("--format", "safetensors").status()).isZero();
        assertThat(files()).containsExactly("autoencoder.safetensors", "model-card.md");
        assertThat(export("--format", "safetensors", "--overwrite", "--classifier", classifier(ARCHITECTURE))
                        .status())
                .isZero();
        assertThat(files()).containsExactly("autoencoder.safetensors", "classifier.safetensors", "model-card.md");
    }

    @Test
    void theModelCardStatesProvenanceAndNamesFromOutsideCannotChangeItsForm() throws Exception {
        assertThat(export("--format", "onnx").status()).isZero();
        String card = Files.readString(Path.of(out, "model-card.md"), StandardCharsets.UTF_8);
        assertThat(card)
                .startsWith("# AE-2J, trained on bars \\| \\<b\\>wide\\</b\\>\n")
                .contains("| `autoencoder.onnx` | autoencoder | `input` [rows, 16] | `code` [rows, 8],"
                        + " `reconstruction` [rows, 16] |")
                .contains("| learning-rate | 0.005 |", "| java | 17.0.1 |", "1,000 training examples", "0123abcd")
                .contains("| 2 | 12 | 8 | logistic | none | 0.0 |")
                .contains(
                        ModelDirectory.hash(StackModel.initial(ARCHITECTURE, 3).parameters()))
                .contains("## Not measured");
    }

    @Test
    void invalidInputIsOneSentenceAndLeavesNothing() throws Exception {
        assertThat(refusal("--format", "pickle"))
                .isEqualTo("jointae: --format pickle is invalid: it must be onnx or safetensors.");
        assertThat(refusal("--format=onnx", "--part=head"))
                .isEqualTo("jointae: --part head is invalid: it must be encoder, decoder, autoencoder or classifier.");
        assertThat(refusal("--format=onnx", "--layer=3"))
                .isEqualTo("jointae: --layer 3 does not exist: choose 1 to 2.");
        assertThat(refusal("--format=onnx", "--part=classifier"))
                .isEqualTo("jointae: --part classifier needs a network that fine-tuning wrote: name its file by"
                        + " --classifier.");
        assertThat(refusal(
                        "--format=onnx", "--classifier", dir.resolve("none.zip").toString()))
                .contains("none.zip is not a file: choose a network that fine-tuning wrote.");
        assertThat(refusal("--format=onnx", "--part=encoder", "--classifier", classifier(ARCHITECTURE)))
                .contains("is not used: add classifier to --part.");
        assertThat(refusal("--format=onnx", "--classifier", classifier(ARCHITECTURE.bottom(1))))
                .contains("was not fine-tuned from", "because their layers differ: choose the files of one model.");
        assertThat(refusal("--format=onnx", "--classifier", model + "/" + ModelDirectory.NETWORK))
                .contains(
                        "is not a classifier that jointae fine-tuned: choose a file that the command finetune wrote.");
    }

    @Test
    void anExportNeverReplacesTheModelOrAnExistingFolderByAccident() throws Exception {
        assertThat(ShownErrors.refusal("export", "--model", model, "--format", "onnx", "--out", model, "--overwrite"))
                .isEqualTo("jointae: --out " + model + " contains the model: choose another folder.");
        assertThat(ModelDirectory.read(new Configuration(), model).card().name())
                .isEqualTo("AE-2J");
        Files.createDirectory(Path.of(out));
        Files.writeString(Path.of(out, "notes.txt"), "mine");
        assertThat(ShownErrors.refusal(arguments("--format", "onnx"))).contains("exported exists");
        assertThat(files()).containsExactly("notes.txt");
    }
}
