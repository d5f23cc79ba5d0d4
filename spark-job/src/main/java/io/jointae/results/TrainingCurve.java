package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.jointae.base.CommittedFolder;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The reconstruction error of one model over its training (Figure 3), from the model folder: {@code metrics.jsonl} has
 * one line per evaluated epoch, {@code model.json} the names of the model and the dataset.
 *
 * @param run the model's folder, relative to the results folder
 * @param dataset name of the dataset that it was trained on
 * @param model name such as {@code DAE-2J}
 * @param points the evaluated epochs in the order of training
 */
public record TrainingCurve(String run, String dataset, String model, List<Point> points) {

    /** Name of the file in a model's folder that training writes its metrics to. */
    public static final String METRICS = "metrics.jsonl";

    private static final String CARD = "model.json";

    /**
     * One line of {@code metrics.jsonl}; its other fields are ignored.
     *
     * @param phase index of the training phase, from 0
     * @param epoch number of the epoch within the phase, from 1
     * @param train mean error of reconstructing the clean training examples; null where it was not measured
     * @param valid the same for the validation examples
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Point(int phase, int epoch, Double train, Double valid) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Card(String name, Data data) {
        @JsonIgnoreProperties(ignoreUnknown = true)
        private record Data(String name) {}
    }

    public TrainingCurve {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(model, "model");
        points = List.copyOf(points);
    }

    /** Returns the last measured validation error; infinity where none was measured. */
    public double lastValid() {
        return points.stream()
                .map(Point::valid)
                .filter(Objects::nonNull)
                .reduce((first, second) -> second)
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Returns for every point the number of epochs trained up to it, over all phases. */
    public int[] epochs() {
        int[] epochs = new int[points.size()];
        int before = 0;
        for (int i = 0; i < epochs.length; i++) {
            if (i > 0 && points.get(i).phase() != points.get(i - 1).phase()) {
                before = epochs[i - 1];
            }
            epochs[i] = before + points.get(i).epoch();
        }
        return epochs;
    }

    /**
     * Returns the curves of all finished models below a folder, sorted by dataset and model. A folder without
     * {@code model.json} is still in training, or its training was killed: it is left out.
     *
     * @throws InvalidInputException naming the file that cannot be read
     */
    public static List<TrainingCurve> below(Configuration conf, String results) throws IOException {
        Path root = new Path(results);
        FileSystem fileSystem = root.getFileSystem(conf);
        Path qualified = fileSystem.makeQualified(root);
        List<TrainingCurve> curves = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(qualified, true);
        while (files.hasNext()) {
            Path metrics = files.next().getPath();
            if (metrics.getName().equals(METRICS)) {
                Path parent = metrics.getParent();
                Path model = CommittedFolder.isAttempt(parent.getName()) ? parent.getParent() : parent;
                Path card = new Path(parent, CARD);
                boolean counts =
                        CommittedFolder.of(conf, model.toString()).path().equals(parent);
                if (counts && fileSystem.exists(card)) {
                    String run = qualified.toUri().relativize(model.toUri()).getPath();
                    curves.add(read(conf, run, metrics, card));
                }
            }
        }
        curves.sort(Comparator.comparing(TrainingCurve::dataset)
                .thenComparing(TrainingCurve::model)
                .thenComparing(TrainingCurve::run));
        return curves;
    }

    private static TrainingCurve read(Configuration conf, String run, Path metrics, Path card) throws IOException {
        Card read = Json.read(conf, card, Card.class);
        if (read.name() == null || read.data() == null || read.data().name() == null) {
            throw InvalidInputException.of(
                    "%s does not name its model and its dataset: move its folder out of the results folder", card);
        }
        return new TrainingCurve(run, read.data().name(), read.name(), points(conf, metrics));
    }

    private static List<Point> points(Configuration conf, Path file) throws IOException {
        String text;
        try (InputStream in = file.getFileSystem(conf).open(file)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Point> points = new ArrayList<>();
        int line = 0;
        for (int start = 0, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
            line++;
            points.add(Json.parse(text.substring(start, end), Point.class, file + " line " + line));
        }
        return points;
    }
}
