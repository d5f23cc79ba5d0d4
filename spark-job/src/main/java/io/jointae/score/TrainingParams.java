package io.jointae.score;

import io.jointae.train.Kind;
import io.jointae.train.Scheme;
import io.jointae.train.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The options of {@code train} as parameters of a stage, under the same names in camel case. Those that a
 * layer may have for itself are words: one value, or one a layer with commas between.
 */
final class TrainingParams {

    /** The one option whose name Spark ML's own conventions, and scoring, use for something else. */
    private static final Map<String, String> RENAMED = Map.of("batch-size", "trainingBatchSize");

    private static final Map<String, String> DOCS = Map.ofEntries(
            Map.entry("scheme", "L, J, U, UJ, scheduled or summed"),
            Map.entry("layers", "depth of the stack"),
            Map.entry("kind", "ae, dae or cae, per layer"),
            Map.entry("hidden", "units, per layer"),
            Map.entry("corruption", "gaussian, masking or salt-and-pepper, per dae layer"),
            Map.entry("noise", "standard deviation, or share of units, per dae layer"),
            Map.entry("contraction", "weight of the contractive penalty, per cae layer"),
            Map.entry("weight-decay", "L2 weight, per layer"),
            Map.entry("l1", "L1 weight, per layer"),
            Map.entry("activation", "logistic, tanh, relu, elu, softplus, softsign or identity, per layer"),
            Map.entry("output-activation", "activation of the reconstruction"),
            Map.entry("loss", "cross-entropy, for values in [0, 1], or squared-error"),
            Map.entry("tied", "whether decoders have the encoders' weights transposed"),
            Map.entry("learning-rate", "of RMSProp with decay 0.9"),
            Map.entry("batch-size", "examples a step"),
            Map.entry("epochs", "of each phase"),
            Map.entry("workers", "replicas averaged"),
            Map.entry("averaging-frequency", "batches of each worker between averagings; 0 for once an epoch"),
            Map.entry("optimiser-state", "average, or keep each worker's own"),
            Map.entry("shuffle", "whether each epoch has its own order"),
            Map.entry("seed", "of weights, noise and order"),
            Map.entry("evaluate-every", "epochs between evaluations of the clean reconstruction cost; 0 for never"));

    private final SortedMap<String, Param<?>> byOption = new TreeMap<>();

    TrainingParams(Params stage) {
        defaults().forEach((option, value) -> byOption.put(option, param(stage, option)));
    }

    /** The defaults of the command line, by option. */
    static SortedMap<String, String> defaults() {
        SortedMap<String, String> map =
                TrainingOptions.paper(Scheme.of("J"), 2, Kind.DAE, 0.5, 1e-3).toMap();
        map.put("evaluate-every", "0");
        return map;
    }

    private static Param<?> param(Params stage, String option) {
        String name = RENAMED.getOrDefault(option, camelCase(option));
        String doc = DOCS.getOrDefault(option, "as --" + option + " of train");
        return switch (option) {
            case "layers", "batch-size", "epochs", "workers", "averaging-frequency", "evaluate-every" ->
                new IntParam(stage, name, doc);
            case "learning-rate" -> new DoubleParam(stage, name, doc);
            case "seed" -> new LongParam(stage, name, doc);
            case "tied", "shuffle" -> new BooleanParam(stage, name, doc);
            default -> new Param<String>(stage, name, doc);
        };
    }

    /** A value of an option in the type of its parameter. */
    Object typed(String option, String value) {
        Param<?> param = byOption.get(option);
        if (param instanceof IntParam) {
            return Integer.valueOf(value);
        } else if (param instanceof DoubleParam) {
            return Double.valueOf(value);
        } else if (param instanceof LongParam) {
            return Long.valueOf(value);
        } else if (param instanceof BooleanParam) {
            return Boolean.valueOf(value);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    Param<Object> of(String option) {
        return (Param<Object>) byOption.get(option);
    }

    List<Param<?>> all() {
        return new ArrayList<>(byOption.values());
    }

    List<String> options() {
        return List.copyOf(byOption.keySet());
    }

    /** @throws io.jointae.base.BadInput if the values make no training */
    TrainingOptions options(Params stage) {
        SortedMap<String, String> values = new TreeMap<>();
        byOption.forEach((option, param) -> values.put(option, String.valueOf(stage.getOrDefault(of(option)))));
        return TrainingOptions.of(values);
    }

    private static String camelCase(String option) {
        StringBuilder name = new StringBuilder();
        for (String word : option.split("-")) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
