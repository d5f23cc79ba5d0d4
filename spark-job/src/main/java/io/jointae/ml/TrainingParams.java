package io.jointae.ml;

import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
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

    private final SortedMap<String, Param<?>> byOption = new TreeMap<>();

    TrainingParams(Params stage) {
        for (TrainingOption option : TrainingOption.values()) {
            byOption.put(option.cliName(), param(stage, option));
        }
    }

    /** The defaults of the command line, by option, but that nothing is evaluated along the way. */
    static SortedMap<String, String> defaults() {
        SortedMap<String, String> map = new TreeMap<>();
        for (TrainingOption option : TrainingOption.values()) {
            map.put(option.cliName(), option.defaultValue().orElse("0"));
        }
        return map;
    }

    private static Param<?> param(Params stage, TrainingOption option) {
        String name = RENAMED.getOrDefault(option.cliName(), option.camelName());
        String doc = option == TrainingOption.EVALUATE_EVERY ? option.help("0") : option.help();
        return switch (option.type()) {
            case INTEGER -> new IntParam(stage, name, doc);
            case NUMBER -> new DoubleParam(stage, name, doc);
            case LONG -> new LongParam(stage, name, doc);
            case BOOLEAN -> new BooleanParam(stage, name, doc);
            case NAME, PER_LAYER -> new Param<String>(stage, name, doc);
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

    /** @throws io.jointae.base.InvalidInputException if the values make no training */
    TrainingOptions options(Params stage) {
        SortedMap<String, String> values = new TreeMap<>();
        byOption.forEach((option, param) -> values.put(option, String.valueOf(stage.getOrDefault(of(option)))));
        return TrainingOptions.of(values);
    }
}
