package io.jointae.bench.quality;

import io.jointae.base.Json;
import io.jointae.sweep.file.SweepFile;
import io.jointae.sweep.plan.SweepGrid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * The settings of {@code bench quality}, as a sweep. The single worker, with which the others are compared, is always one
 * of them.
 *
 * @param data the folder of the prepared dataset
 * @param model the model that all settings train
 * @param averaging the workers and the averaging of their replicas
 * @param learningRates the learning rates of the workers
 * @param evaluations the names of the evaluations of each model: {@code reconstruct}, {@code svm} or others of a sweep
 */
public record QualityGrid(
        String data, Model model, Averaging averaging, List<Double> learningRates, List<String> evaluations) {

    private static final String NAME = "bench quality";

    /**
     * The model that all settings train.
     *
     * @param kind the kind of the layers
     * @param scheme the training scheme
     * @param hidden the units of each layer, lowest first
     * @param strength the noise, the contraction or the weight decay, as the kind of layer uses it
     * @param batchSize the number of examples per step
     * @param epochs the number of epochs per phase
     * @param seed the seed
     */
    public record Model(
            String kind, String scheme, List<Integer> hidden, double strength, int batchSize, int epochs, long seed) {

        public Model {
            hidden = List.copyOf(hidden);
        }
    }

    /**
     * The workers and the averaging of their replicas.
     *
     * @param workers the numbers of workers
     * @param frequencies the numbers of steps of each worker between two averagings
     * @param outerOptimizers the names of the outer optimizers
     * @param outerLearningRates the learning rates of the outer optimizers that have one
     * @param outerMomenta the momenta of the outer optimizers that have one
     */
    public record Averaging(
            List<Integer> workers,
            List<Integer> frequencies,
            List<String> outerOptimizers,
            List<Double> outerLearningRates,
            List<Double> outerMomenta) {

        public Averaging {
            workers = Stream.concat(Stream.of(1), workers.stream()).distinct().toList();
            frequencies = List.copyOf(frequencies);
            outerOptimizers = List.copyOf(outerOptimizers);
            outerLearningRates = List.copyOf(outerLearningRates);
            outerMomenta = List.copyOf(outerMomenta);
        }
    }

    /**
     * Returns the grids of the sweep.
     *
     * @throws io.jointae.base.InvalidInputException if a value is not allowed
     */
    public List<SweepGrid> grids() throws IOException {
        return SweepFile.read(new ByteArrayInputStream(yaml().getBytes(StandardCharsets.UTF_8)), NAME);
    }

    /** Returns the sweep file, whose values are written as JSON, which is also YAML. */
    private String yaml() {
        Path folder = new Path(data);
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", NAME);
        keys.put("data", folder.getParent() == null ? "." : parent(folder));
        keys.put("datasets", List.of(folder.getName()));
        keys.put("kinds", List.of(model.kind()));
        keys.put("schemes", List.of(model.scheme()));
        keys.put("layers", List.of(model.hidden().size()));
        keys.put("hidden", model.hidden());
        List.of("noise", "contraction", "weight-decay").forEach(key -> keys.put(key, List.of(model.strength())));
        keys.put("learning-rate", learningRates);
        keys.put("batch-size", model.batchSize());
        keys.put("epochs", model.epochs());
        keys.put("seeds", List.of(model.seed()));
        keys.put("workers", averaging.workers());
        keys.put("averaging-frequency", averaging.frequencies());
        keys.put("outer-optimizer", averaging.outerOptimizers());
        keys.put("outer-learning-rate", averaging.outerLearningRates());
        keys.put("outer-momentum", averaging.outerMomenta());
        keys.put("evaluations", evaluations);
        return keys.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + Json.line(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String parent(Path folder) {
        String parent = folder.getParent().toString();
        return parent.isEmpty() ? "." : parent;
    }
}
