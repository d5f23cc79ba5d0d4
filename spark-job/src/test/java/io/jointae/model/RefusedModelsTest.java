package io.jointae.model;

import static io.jointae.model.StoredModels.CONF;
import static io.jointae.model.StoredModels.directory;
import static io.jointae.model.StoredModels.stack;
import static io.jointae.model.StoredModels.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged, foreign, newer and incomplete models are refused with a sentence. */
class RefusedModelsTest {

    @TempDir
    Path folder;

    @Test
    void learningRatesMustBeFiniteAndNotNegative() {
        for (double rate : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> LayerUpdaters.uniform(Updater.SGD, rate, 1))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("learningRates contains " + rate);
        }
        assertThatThrownBy(() -> new LayerUpdaters(Updater.SGD, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("learningRates is empty");
    }

    @Test
    void aCardWithoutARequiredFieldIsRefusedByName() throws IOException {
        String dir = write(folder, stack(), "incomplete");
        Path card = Path.of(dir, ModelDirectory.CARD);
        String json = Files.readString(card);
        Files.delete(Path.of(dir, "." + ModelDirectory.CARD + ".crc"));
        Files.writeString(card, json.replaceFirst("\"seed\" : 7,", ""));
        assertThatThrownBy(() -> ModelDirectory.read(CONF, dir))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(ModelDirectory.CARD)
                .hasMessageContaining("\"seed\" is missing");
    }

    @Test
    void aForeignClassIsRefusedHoweverItIsWritten() throws IOException {
        String foreign = "javax.script.ScriptEngineManager";
        List<UnaryOperator<String>> disguises = List.of(
                json -> json.replace("io.jointae.model.StackConf", foreign),
                json -> json.replace(
                        "\"@class\" : \"io.jointae.model.StackConf\"", "\"\\u0040class\" : \"" + foreign + "\""),
                json -> json.replace(
                        "\"@class\" : \"io.jointae.model.StackConf\"",
                        "\"@class\" : \"javax\\u002escript.ScriptEngineManager\""),
                json -> json.replaceFirst("\\{", "{" + " ".repeat(1 << 20))
                        .replace("io.jointae.model.StackConf", foreign),
                json -> json.replaceFirst("\\{", "{ \"extra\" : [ \"" + foreign + "\", { } ],"));
        for (int i = 0; i < disguises.size(); i++) {
            String dir = write(folder, stack(), "foreign-" + i);
            change(Path.of(dir, ModelDirectory.NETWORK), disguises.get(i));
            int which = i;
            assertThatThrownBy(() -> ModelDirectory.read(CONF, dir))
                    .as("disguise %d", which)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("network.zip")
                    .hasMessageMatching("(?s).*(names the class|larger than).*");
        }
    }

    @Test
    void aNewerFormatIsRefusedWithTheRemedy() throws IOException {
        String dir = folder.resolve("newer").toString();
        directory(stack(), ModelCard.FORMAT + 1).write(CONF, dir, false);
        assertThatThrownBy(() -> ModelDirectory.read(CONF, dir))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("use a newer jointae");
    }

    @Test
    void filesOfTwoDifferentModelsAreRefused() throws IOException {
        String one = write(folder, stack(), "one");
        StackModel other = stack();
        float[] parameters = other.parameters().clone();
        parameters[3] += 1;
        String two = write(folder, new StackModel(other.architecture(), parameters), "two");
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        Files.copy(Path.of(one, ModelDirectory.NETWORK), mixed.resolve(ModelDirectory.NETWORK));
        Files.copy(Path.of(two, ModelDirectory.CARD), mixed.resolve(ModelDirectory.CARD));
        assertThatThrownBy(() -> ModelDirectory.read(CONF, mixed.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("do not belong together");
    }

    @Test
    void missingAndDamagedFilesAreRefused() throws IOException {
        assertThatThrownBy(() ->
                        ModelDirectory.read(CONF, folder.resolve("nowhere").toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not a model");
        String cut = write(folder, stack(), "cut");
        Path network = Path.of(cut, ModelDirectory.NETWORK);
        byte[] whole = Files.readAllBytes(network);
        Files.delete(Path.of(cut, "." + ModelDirectory.NETWORK + ".crc"));
        Files.write(network, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> ModelDirectory.read(CONF, cut)).isInstanceOf(InvalidInputException.class);
        Files.write(network, "no zip at all".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ModelDirectory.read(CONF, cut)).isInstanceOf(InvalidInputException.class);
    }

    private static void change(Path zip, UnaryOperator<String> configuration) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        String before = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
        String after = configuration.apply(before);
        assertThat(after).isNotEqualTo(before);
        entries.put("configuration.json", after.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        Files.deleteIfExists(zip.resolveSibling("." + zip.getFileName() + ".crc"));
        try (OutputStream out = Files.newOutputStream(zip)) {
            bytes.writeTo(out);
        }
    }
}
