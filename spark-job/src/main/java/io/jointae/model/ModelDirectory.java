package io.jointae.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.PendingOutput;
import io.jointae.stack.StackModel;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A model as a directory on any Hadoop file system: {@code network.zip} in DL4J's own format and {@code model.json}.
 *
 * @param model the architecture and the parameters
 * @param updaters the updater and the learning rates of the last phase of training; the updater's state is not stored
 * @param card the provenance and the history
 */
public record ModelDirectory(StackModel model, LayerUpdaters updaters, ModelCard card) {

    public static final String NETWORK = "network.zip";
    public static final String CARD = "model.json";

    // The zip's JSON names the classes that a reader makes: none but these are let through. Every text that looks
    // like a class is held to that, whatever its key: Jackson takes type names in more than one place.
    private static final Pattern CLASS = Pattern.compile("\\[*L?(\\w+\\.)+[\\w$]*[A-Z][\\w$]*;?");
    private static final Pattern ALLOWED =
            Pattern.compile("io\\.jointae\\.model\\.StackConf|org\\.(deeplearning4j\\.nn|nd4j\\.linalg)\\.[\\w.$]+");
    private static final int LARGEST_CONFIGURATION = 1 << 20;

    /** @throws InvalidInputException if the directory is not a model, of a newer format, or its two files disagree */
    public static ModelDirectory read(Configuration conf, String directory) throws IOException {
        Path path = new Path(directory);
        FileSystem fileSystem = path.getFileSystem(conf);
        Path network = new Path(path, NETWORK);
        if (!fileSystem.exists(new Path(path, CARD)) || !fileSystem.exists(network)) {
            throw InvalidInputException.of("%s: not a model: %s or %s is missing", directory, CARD, NETWORK);
        }
        ModelCard card = readCard(conf, new Path(path, CARD));
        if (card.format() > ModelCard.FORMAT) {
            throw InvalidInputException.of(
                    "%s: format %d, this version reads up to %d: use a newer jointae",
                    directory, card.format(), ModelCard.FORMAT);
        }
        MultiLayerNetwork dl4j;
        try (InputStream in = fileSystem.open(network)) {
            dl4j = readNetwork(in.readAllBytes(), network.toString());
        }
        StackModel model = Networks.fromNetwork(dl4j, network.toString());
        if (!hash(model.parameters()).equals(card.parameters())) {
            throw InvalidInputException.of(
                    "%s: %s and %s do not belong together: parameters differ", directory, NETWORK, CARD);
        }
        return new ModelDirectory(model, Networks.updaters(dl4j, network.toString()), card);
    }

    private static ModelCard readCard(Configuration conf, Path file) throws IOException {
        try {
            return Json.read(conf, file, ModelCard.class);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(file + " is not a valid model card: " + e.getMessage(), e);
        }
    }

    /** Writes both files under the directory's name, complete or not at all. */
    public void write(Configuration conf, String directory, boolean overwrite) throws IOException {
        try (PendingOutput out = PendingOutput.create(conf, directory, overwrite)) {
            writeInto(out.path().getFileSystem(conf), out.path());
            out.commit();
        }
    }

    /** Writes both files into a directory, each new. */
    public void writeInto(FileSystem fileSystem, Path directory) throws IOException {
        fileSystem.mkdirs(directory);
        MultiLayerNetwork network = Networks.toNetwork(model, updaters, card.seed());
        try (OutputStream out = fileSystem.create(new Path(directory, NETWORK), false)) {
            ModelSerializer.writeModel(network, out, false);
        }
        Json.write(fileSystem, new Path(directory, CARD), card);
    }

    /** SHA-256 of the bytes of flat parameters, big-endian, in hex. */
    public static String hash(float[] parameters) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer piece = ByteBuffer.allocate(1 << 16);
            for (int from = 0; from < parameters.length; from += piece.capacity() / Float.BYTES) {
                int n = Math.min(piece.capacity() / Float.BYTES, parameters.length - from);
                piece.clear();
                piece.asFloatBuffer().put(parameters, from, n);
                digest.update(piece.limit(n * Float.BYTES));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static MultiLayerNetwork readNetwork(byte[] zip, String origin) throws IOException {
        refuseForeignClasses(zip, origin);
        try {
            return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip), false);
        } catch (IOException | RuntimeException e) {
            throw new InvalidInputException(origin + ": DL4J cannot read it: " + e.getMessage(), e);
        }
    }

    private static void refuseForeignClasses(byte[] zip, String origin) throws IOException {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith(".json")) {
                    byte[] text = in.readNBytes(LARGEST_CONFIGURATION + 1);
                    if (text.length > LARGEST_CONFIGURATION) {
                        throw InvalidInputException.of(
                                "%s: %s is larger than %d bytes, not read",
                                origin, entry.getName(), LARGEST_CONFIGURATION);
                    }
                    String json = new String(text, StandardCharsets.UTF_8);
                    refuseForeignClasses(Json.parse(json, JsonNode.class, origin), origin);
                }
            }
        } catch (ZipException | EOFException e) {
            throw new InvalidInputException(origin + ": not a readable zip: " + e.getMessage(), e);
        }
    }

    private static void refuseForeignClasses(JsonNode node, String origin) {
        if (node.isTextual()
                && CLASS.matcher(node.textValue()).matches()
                && !ALLOWED.matcher(node.textValue()).matches()) {
            throw InvalidInputException.of("%s: names the class %s, not read", origin, node.textValue());
        }
        node.forEach(child -> refuseForeignClasses(child, origin));
    }
}
