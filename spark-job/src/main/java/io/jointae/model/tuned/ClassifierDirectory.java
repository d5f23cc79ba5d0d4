package io.jointae.model.tuned;

import io.jointae.base.CommittedFolder;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.PendingOutput;
import io.jointae.model.Classifier;
import io.jointae.model.LayerUpdaters;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.Updater;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A classifier as a directory on any Hadoop file system: {@code classifier.zip} in DL4J's own format, which {@code
 * MultiLayerNetwork.load} opens in a program without jointae, and {@code model.json}.
 *
 * @param classifier the layers and the parameters
 * @param card the card of the stack from which it was fine-tuned, with the parameters of the classifier
 */
public record ClassifierDirectory(Classifier classifier, ModelCard card) {

    /** The file with layers and parameters, in DL4J's format. */
    public static final String NETWORK = "classifier.zip";

    /**
     * Describes a classifier.
     *
     * @param classifier the fine-tuned network
     * @param stack the card of the stack from which it was fine-tuned
     * @param options the options of training and of fine-tuning, by name
     */
    public static ClassifierDirectory of(Classifier classifier, ModelCard stack, Map<String, String> options) {
        SortedMap<String, String> all = new TreeMap<>(stack.options());
        all.putAll(options);
        String hash = ModelDirectory.hash(classifier.parameters());
        return new ClassifierDirectory(
                classifier, stack.with(all, new ModelCard.Result(hash, List.of(), stack.codes())));
    }

    /** Returns whether a directory holds a classifier. */
    public static boolean isIn(Configuration conf, String directory) throws IOException {
        Path file = new Path(CommittedFolder.of(conf, directory).path(), NETWORK);
        return file.getFileSystem(conf).exists(file);
    }

    /**
     * Reads a classifier.
     *
     * @param directory any Hadoop path
     * @throws InvalidInputException if the directory holds no classifier, if a newer version wrote it, or if its two files
     *     belong to different classifiers
     */
    public static ClassifierDirectory read(Configuration conf, String directory) throws IOException {
        if (!isIn(conf, directory)) {
            throw InvalidInputException.of(
                    "%s is not a classifier: %s is missing. Choose a directory that fine-tuning wrote.",
                    directory, NETWORK);
        }
        Path path = CommittedFolder.of(conf, directory).path();
        ModelCard card = ModelDirectory.readCard(conf, directory);
        Classifier classifier = Classifier.read(conf, new Path(path, NETWORK).toString());
        if (!ModelDirectory.hash(classifier.parameters()).equals(card.parameters())) {
            throw InvalidInputException.of(
                    "%s: %s and %s do not belong together, because their parameters differ. Restore both from one copy.",
                    directory, NETWORK, ModelDirectory.CARD);
        }
        return new ClassifierDirectory(classifier, card);
    }

    /**
     * Writes the classifier. The directory appears under its name when it is complete.
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
        try (OutputStream out = fileSystem.create(new Path(directory, NETWORK), false)) {
            ModelSerializer.writeModel(classifier.network(), out, false);
        }
        Json.write(fileSystem, new Path(directory, ModelDirectory.CARD), card);
    }

    /**
     * Returns a stack whose top code is the logits of the classes, with the same card, so that everything that encodes rows
     * also computes logits. Its decoder has no meaning.
     */
    public ModelDirectory logits() {
        return new ModelDirectory(
                classifier.logits(),
                LayerUpdaters.uniform(Updater.SGD, 0, classifier.layers().size()),
                card);
    }
}
