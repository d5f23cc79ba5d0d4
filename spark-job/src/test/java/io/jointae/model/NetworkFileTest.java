package io.jointae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code network.zip} is read as data: it runs no code, it cannot exhaust memory, and its numbers are DL4J's. */
class NetworkFileTest {

    private static final Configuration CONF = new Configuration();
    private static final String CONFIGURATION = "configuration.json";
    private static final String PARAMETERS = "coefficients.bin";

    @TempDir
    Path folder;

    private String model;
    private Path network;
    private Map<String, byte[]> entries;

    @BeforeEach
    void writeAModel() throws IOException {
        model = folder.resolve("model").toString();
        StackModel stack =
                StackModel.initial(Architecture.paper(6, List.of(LayerSpec.plain(5), LayerSpec.plain(4))), 7);
        ModelCard card = new ModelCard(
                new ModelCard.Identity("AE-2J", "J", "ae"),
                new ModelCard.Data("bars", "/data/bars", "0123", 10),
                new TreeMap<>(),
                7,
                new ModelCard.Run(new TreeMap<>(), "2026-01-01T00:00:00Z", 1),
                new ModelCard.Result(ModelDirectory.hash(stack.parameters()), List.of()));
        new ModelDirectory(stack, LayerUpdaters.uniform(Updater.RMSPROP, 0.01, 2), card).write(CONF, model, false);
        network = Path.of(model, ModelDirectory.NETWORK);
        entries = entries(network);
    }

    /** Deserializing an object of this class runs code, as the classes of an attack do. */
    private static final class Payload implements Serializable {
        private static final long serialVersionUID = 1;

        private static boolean ran;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            ran = true;
        }
    }

    @Test
    void aSerializedObjectInTheZipFileIsRefusedAndItsCodeDoesNotRun() throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new Payload());
        }
        for (String name : List.of("preprocessor.bin", "normalizer.bin", "objects.bin", "updaterState.bin")) {
            Map<String, byte[]> attack = new LinkedHashMap<>(entries);
            attack.put(name, object.toByteArray());
            write(attack);
            Payload.ran = false;

            Throwable refusal = catchThrowable(() -> ModelDirectory.read(CONF, model));

            assertThat(Payload.ran).as("code in %s ran", name).isFalse();
            assertThat(refusal)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("network.zip contains the entry " + name);
        }
    }

    @Test
    void theParametersAreThoseThatDl4jReadsBitForBit() throws IOException, URISyntaxException {
        List<Path> folders = new ArrayList<>(List.of(Path.of(model)));
        for (String golden : List.of("model-format-1", "model-with-learning-rates")) {
            folders.add(Path.of(NetworkFileTest.class.getResource(golden).toURI()));
        }
        for (Path each : folders) {
            MultiLayerNetwork dl4j =
                    MultiLayerNetwork.load(each.resolve(ModelDirectory.NETWORK).toFile(), false);
            StackModel read = ModelDirectory.read(CONF, each.toString()).model();
            assertThat(read.parameters()).isEqualTo(dl4j.params().toFloatVector());
            assertThat(read.architecture())
                    .isEqualTo(Networks.fromNetwork(dl4j, each.toString()).architecture());
        }
    }

    @Test
    void theOrderOfTheEntriesDoesNotMatter() throws IOException {
        ModelDirectory before = ModelDirectory.read(CONF, model);
        Map<String, byte[]> reversed = new LinkedHashMap<>();
        reversed.put(PARAMETERS, entries.get(PARAMETERS));
        reversed.put(CONFIGURATION, entries.get(CONFIGURATION));
        write(reversed);
        assertThat(ModelDirectory.read(CONF, model).model().parameters())
                .isEqualTo(before.model().parameters());
    }

    @Test
    void aMissingEntryIsNamed() throws IOException {
        for (String name : List.of(CONFIGURATION, PARAMETERS)) {
            Map<String, byte[]> without = new LinkedHashMap<>(entries);
            without.remove(name);
            write(without);
            assertInvalid("has no entry " + name);
        }
    }

    @Test
    void aZipBombIsRefusedBeforeItFillsTheMemory() throws IOException {
        // A file of a few kilobytes that claims more parameters than the heap can hold.
        configure(json -> json.replace("\"nin\" : 6", "\"nin\" : 20000")
                .replace("\"nout\" : 6", "\"nout\" : 20000")
                .replace("\"units\" : [ 5, 4 ]", "\"units\" : [ 20000, 4 ]"));
        assertInvalid("too small for the 400140004");
        // A sound configuration with an array that never ends: only the expected values are read.
        write(entries);
        bomb(PARAMETERS, entries.get(PARAMETERS), 8 << 20);
        assertInvalid("more than 70 values");
        // A configuration that never ends.
        bomb(CONFIGURATION, "{".getBytes(StandardCharsets.UTF_8), 8 << 20);
        assertInvalid("larger than 1048576 bytes");
    }

    @Test
    void moreParametersThanTheHeapCanHoldAreRefusedWithTheRemedy() throws IOException {
        long limit = Runtime.getRuntime().maxMemory() / 2;
        int units = (int) (limit / Float.BYTES / 6) + 1;
        configure(json -> json.replace("\"units\" : [ 5, 4 ]", "\"units\" : [ " + units + ", 1 ]"));
        // The file is long enough for the claim, so that only the limit of the memory can refuse it.
        try (RandomAccessFile file = new RandomAccessFile(network.toFile(), "rw")) {
            file.setLength(limit / 100);
        }
        assertInvalid("give the process more memory");
    }

    @Test
    void otherArraysThanTheExpectedVectorAreRefused() throws IOException {
        byte[] sound = entries.get(PARAMETERS);
        for (int position = 0; position < 0x71; position++) {
            byte[] changed = sound.clone();
            changed[position] ^= 0x40;
            Map<String, byte[]> damaged = new LinkedHashMap<>(entries);
            damaged.put(PARAMETERS, changed);
            write(damaged);
            boolean ignored = position >= 0x30 && position < 0x50;
            if (!ignored) {
                assertInvalid("network.zip");
            }
        }
    }

    @Test
    void everyFieldOfTheConfigurationIsChecked() throws IOException {
        Map<String, String> faults = new LinkedHashMap<>();
        faults.put("\"noise\" : [ 0.0, 0.0 ]", "\"noise\" : [ 0.0 ]");
        faults.put("\"l1Weights\" : [ 0.0, 0.0 ]", "\"l1Weights\" : [ -1.0, 0.0 ]");
        faults.put("\"activations\" : [ \"LOGISTIC\", \"LOGISTIC\" ]", "\"activations\" : [ \"LOGISTIC\", null ]");
        faults.put("\"units\" : [ 5, 4 ]", "\"units\" : [ 5, 0 ]");
        faults.put("\"units\" : [ 5, 4", "\"units\" : [ 2147483647, 2147483647");
        faults.put("\"cost\" : \"CROSS_ENTROPY\"", "\"cost\" : \"NONE\"");
        faults.put("\"tied\" : true", "\"tied\" : null");
        faults.put("\"nout\" : 6", "\"nout\" : 7");
        faults.put("\"rmsDecay\" : 0.9", "\"rmsDecay\" : 1.5");
        faults.put("\"learningRate\" : 0.01", "\"learningRate\" : -0.01");
        faults.put("config.RmsProp", "config.Adam");
        faults.put("\"layerName\" : \"layer0\"", "\"layerName\" : \"" + "a.".repeat(1000) + "\"");
        faults.put("\"confs\" : [", "\"confs\" : [ { },");
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            configure(json -> json.replace(fault.getKey(), fault.getValue()));
            assertInvalid("network.zip");
        }
    }

    private void assertInvalid(String message) {
        assertThatThrownBy(() -> ModelDirectory.read(CONF, model))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("network.zip")
                .hasMessageContaining(message);
    }

    private void configure(UnaryOperator<String> change) throws IOException {
        String before = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        changed.put(CONFIGURATION, after.getBytes(StandardCharsets.UTF_8));
        write(changed);
    }

    /** Writes the entries in their order, where one of them begins as given and goes on with many spaces. */
    private void bomb(String name, byte[] begin, int spaces) throws IOException {
        byte[] bytes = Arrays.copyOf(begin, begin.length + spaces);
        Arrays.fill(bytes, begin.length, bytes.length, (byte) ' ');
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        changed.put(name, bytes);
        write(changed);
        assertThat(Files.size(network)).isLessThan(1 << 20);
    }

    private void write(Map<String, byte[]> contents) throws IOException {
        Files.deleteIfExists(network.resolveSibling("." + ModelDirectory.NETWORK + ".crc"));
        try (OutputStream out = Files.newOutputStream(network);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return Collections.unmodifiableMap(entries);
    }
}
