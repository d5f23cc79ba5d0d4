package io.jointae.model;

import io.jointae.base.CommittedFolder;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.PendingOutput;
import io.jointae.stack.StackModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    /** The file with architecture and parameters, in DL4J's format. */
    public static final String NETWORK = "network.zip";
    /** The file with the {@link ModelCard}. */
    public static final String CARD = "model.json";

    /**
     * Reads a model.
     *
     * @param directory any Hadoop path
     * @throws InvalidInputException if the directory is not a model, if a newer version wrote it, or if its two files
     *     belong to different models
     */
    public static ModelDirectory read(Configuration conf, String directory) throws IOException {
        Path path = CommittedFolder.of(conf, directory).path();
        FileSystem fileSystem = path.getFileSystem(conf);
        Path network = new Path(path, NETWORK);
        if (!fileSystem.exists(new Path(path, CARD)) || !fileSystem.exists(network)) {
            throw InvalidInputException.of(
                    "%s is not a model: %s or %s is missing. Choose a directory that training wrote.",
                    directory, CARD, NETWORK);
        }
        ModelCard card = Json.read(conf, new Path(path, CARD), ModelCard.class);
        checkFormat(directory, card);
        NetworkFile read = NetworkFile.read(fileSystem, network);
        if (!hash(read.model().parameters()).equals(card.parameters())) {
            throw InvalidInputException.of(
                    "%s: %s and %s do not belong together, because their parameters differ. Restore both from one copy.",
                    directory, NETWORK, CARD);
        }
        return new ModelDirectory(read.model(), read.updaters(), card);
    }

    /**
     * Reads the card of a model, whose parameters may be missing: a repository keeps cards without parameters.
     *
     * @param directory any Hadoop path
     * @throws InvalidInputException if there is no card, or a newer version wrote it
     */
    public static ModelCard readCard(Configuration conf, String directory) throws IOException {
        Path file = new Path(CommittedFolder.of(conf, directory).path(), CARD);
        if (!file.getFileSystem(conf).exists(file)) {
            throw InvalidInputException.of(
                    "%s is not a model: %s is missing. Choose a directory that training wrote.", directory, CARD);
        }
        ModelCard card = Json.read(conf, file, ModelCard.class);
        checkFormat(directory, card);
        return card;
    }

    /** Returns whether a directory has the parameters of a model and not only its card. */
    public static boolean hasParameters(Configuration conf, String directory) throws IOException {
        Path file = new Path(CommittedFolder.of(conf, directory).path(), NETWORK);
        return file.getFileSystem(conf).exists(file);
    }

    /** Returns whether a directory has the card of a model without its parameters. */
    public static boolean isCardAlone(Configuration conf, String directory) throws IOException {
        Path card = new Path(CommittedFolder.of(conf, directory).path(), CARD);
        return card.getFileSystem(conf).exists(card) && !hasParameters(conf, directory);
    }

    private static void checkFormat(String directory, ModelCard card) {
        if (card.format() > ModelCard.FORMAT) {
            throw InvalidInputException.of(
                    "%s has format %d, but this version reads formats up to %d: use a newer jointae.",
                    directory, card.format(), ModelCard.FORMAT);
        }
    }

    /**
     * Writes the model. The directory appears under its name when it is complete.
     *
     * @param directory any Hadoop path
     * @param overwrite whether to replace an existing directory
     */
    public void write(Configuration conf, String directory, boolean overwrite) throws IOException {
        try (PendingOutput out = PendingOutput.create(conf, directory, overwrite)) {
            writeInto(out.path().getFileSystem(conf), out.path());
            out.commit();
        }
    }

    /** Writes both files into a directory that contains neither of them. */
    public void writeInto(FileSystem fileSystem, Path directory) throws IOException {
        fileSystem.mkdirs(directory);
        MultiLayerNetwork network = Networks.toNetwork(model, updaters, card.seed());
        try (OutputStream out = fileSystem.create(new Path(directory, NETWORK), false)) {
            ModelSerializer.writeModel(network, out, false);
        }
        Json.write(fileSystem, new Path(directory, CARD), card);
    }

    /** Returns the SHA-256 of flat parameters, as big-endian floats, in hexadecimal. */
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
            throw new IllegalStateException("This Java runtime lacks SHA-256, which the Java platform requires.", e);
        }
    }
}
