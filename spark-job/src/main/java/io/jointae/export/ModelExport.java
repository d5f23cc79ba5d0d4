package io.jointae.export;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.base.PendingOutput;
import io.jointae.feature.Scaling;
import io.jointae.model.Classifier;
import io.jointae.model.ModelDirectory;
import io.jointae.model.tuned.ClassifierDirectory;
import io.jointae.stack.Architecture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An export of a trained model: one file per part, such as {@code encoder.onnx}, and {@value #CARD}, which describes them.
 *
 * @param model the model's directory, any Hadoop path
 * @param format the format of the files
 * @param parts the parts; without any, the auto-encoder, and the classifier where there is one
 * @param layer the layer whose code the encoder gives and the decoder takes, 1 for the lowest; null for the top one
 * @param classifier the folder or the file of a classifier that was fine-tuned from the model, any Hadoop path; null without
 *     one
 */
public record ModelExport(String model, ExportFormat format, List<ExportPart> parts, Integer layer, String classifier) {

    /** The file that describes the model and the other files. */
    public static final String CARD = "model-card.md";

    /**
     * Checks that the values do not contradict each other.
     *
     * @throws InvalidInputException if they do
     */
    public ModelExport {
        if (parts.isEmpty()) {
            parts = classifier == null
                    ? List.of(ExportPart.AUTOENCODER)
                    : List.of(ExportPart.AUTOENCODER, ExportPart.CLASSIFIER);
        }
        parts = parts.stream().distinct().toList();
        boolean classifies = parts.contains(ExportPart.CLASSIFIER);
        if (classifies && classifier == null) {
            throw InvalidInputException.ofField(
                    "part",
                    "classifier needs a network that fine-tuning wrote: name its file by %s.",
                    FieldName.of("classifier"));
        }
        if (!classifies && classifier != null) {
            throw InvalidInputException.ofField(
                    "classifier", "%s is not used: add classifier to %s.", classifier, FieldName.of("part"));
        }
        if (layer != null && parts.equals(List.of(ExportPart.CLASSIFIER))) {
            throw InvalidInputException.ofField(
                    "layer", "%d has no meaning for a classifier, which always uses all layers: leave it out.", layer);
        }
    }

    /**
     * Writes the files.
     *
     * @param out the new folder, any Hadoop path
     * @param overwrite whether to replace an existing folder
     * @throws InvalidInputException if the model or the classifier cannot be read, if they do not belong together, if the
     *     model has no such layer, or if the folder exists
     */
    public List<ExportedFile> write(Configuration conf, String out, boolean overwrite) throws IOException {
        refuseModelFolder(conf, out);
        if (!overwrite) {
            PendingOutput.refuseExisting(conf, out);
        }
        ModelDirectory trained = ModelDirectory.read(conf, model);
        int top = layer(trained.model().architecture());
        Classifier tuned =
                classifier == null ? null : classifier(conf, trained.model().architecture());
        List<ExportedFile> files = new ArrayList<>();
        try (PendingOutput output = PendingOutput.create(conf, out, overwrite)) {
            FileSystem fileSystem = output.path().getFileSystem(conf);
            fileSystem.mkdirs(output.path());
            for (ExportPart part : parts) {
                ExportedNetwork network = network(part, trained, top, tuned);
                String name = part.id() + "." + format.id();
                try (OutputStream file = fileSystem.create(new Path(output.path(), name), false)) {
                    write(network, metadata(network, trained), file);
                }
                files.add(new ExportedFile(
                        name, part.id(), Map.of(network.input(), network.inputs()), network.outputs()));
            }
            String page = new ModelCardPage(trained, format, top, files).markdown();
            try (OutputStream file = fileSystem.create(new Path(output.path(), CARD), false)) {
                file.write(page.getBytes(StandardCharsets.UTF_8));
            }
            output.commit();
        }
        return files;
    }

    /** Refuses an output that would replace the model. */
    private void refuseModelFolder(Configuration conf, String out) throws IOException {
        Path source = new Path(model).getFileSystem(conf).makeQualified(new Path(model));
        Path target = new Path(out).getFileSystem(conf).makeQualified(new Path(out));
        for (Path folder = source; folder != null; folder = folder.getParent()) {
            if (folder.equals(target)) {
                throw InvalidInputException.ofField("out", "%s contains the model: choose another folder.", out);
            }
        }
    }

    private int layer(Architecture architecture) {
        if (layer == null) {
            return architecture.depth();
        }
        if (layer < 1 || layer > architecture.depth()) {
            throw InvalidInputException.ofField(
                    "layer", "%d does not exist: choose 1 to %d.", layer, architecture.depth());
        }
        return layer;
    }

    /** Reads the classifier and checks that its hidden layers are those of the model. */
    private Classifier classifier(Configuration conf, Architecture architecture) throws IOException {
        Classifier tuned = ClassifierDirectory.isIn(conf, classifier)
                ? ClassifierDirectory.read(conf, classifier).classifier()
                : Classifier.read(conf, classifier);
        List<Classifier.DenseLayer> layers = tuned.layers();
        boolean same = layers.size() == architecture.depth() + 1;
        for (int i = 0; same && i < architecture.depth(); i++) {
            same = layers.get(i)
                    .equals(new Classifier.DenseLayer(
                            architecture.width(i),
                            architecture.width(i + 1),
                            architecture.layer(i).activation()));
        }
        if (!same) {
            throw InvalidInputException.ofField(
                    "classifier",
                    "%s was not fine-tuned from %s, because their layers differ: choose the files of one model.",
                    classifier,
                    model);
        }
        return tuned;
    }

    private static ExportedNetwork network(ExportPart part, ModelDirectory trained, int layer, Classifier tuned) {
        Scaling scaling = trained.card().scaling();
        return switch (part) {
            case ENCODER -> ExportedNetwork.encoder(trained.model(), scaling, layer);
            case DECODER -> ExportedNetwork.decoder(trained.model(), scaling, layer);
            case AUTOENCODER -> ExportedNetwork.autoencoder(trained.model(), scaling, layer);
            case CLASSIFIER -> ExportedNetwork.classifier(tuned, scaling);
        };
    }

    private void write(ExportedNetwork network, Map<String, String> metadata, OutputStream out) throws IOException {
        switch (format) {
            case ONNX -> OnnxFile.write(network, metadata, out);
            case SAFETENSORS -> SafetensorsFile.write(network, metadata, out);
        }
    }

    /** Returns what the file says of itself: the activation of each step, and which model it comes from. */
    private static Map<String, String> metadata(ExportedNetwork network, ModelDirectory trained) {
        Map<String, String> facts = new TreeMap<>(network.activations());
        // Hugging Face's libraries take files with this entry for PyTorch's.
        facts.put("format", "pt");
        facts.put("part", network.part().id());
        facts.put("model", trained.card().name());
        facts.put("loss", trained.model().architecture().loss().name().toLowerCase(Locale.ROOT));
        facts.put("scaling", network.scaling().kind().id());
        facts.put("scaling.least", String.valueOf(network.scaling().leastInput()));
        facts.put("scaling.largest", String.valueOf(network.scaling().largestInput()));
        facts.put("parameters", trained.card().parameters());
        return facts;
    }
}
