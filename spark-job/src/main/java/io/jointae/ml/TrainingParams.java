package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.feature.ScalingKind;
import io.jointae.spark.StageFormat;
import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The options of {@code train} as parameters of a stage. A parameter has the option's name in camel case, such as
 * {@code learningRate}. An option that can differ between layers is a text: one value, or one value per layer separated
 * by commas.
 */
final class TrainingParams {

    /** The default of {@code evaluate-every}: nothing is evaluated. */
    private static final String NO_EVALUATION = "0";

    private final Params stage;
    private final Map<TrainingOption, Param<Object>> params = new EnumMap<>(TrainingOption.class);

    /** Creates the parameters of a stage. */
    TrainingParams(Params stage) {
        this.stage = stage;
        for (TrainingOption option : TrainingOption.values()) {
            params.put(option, param(option));
        }
    }

    /**
     * Gives the parameters the defaults of the command line, except that no epoch is evaluated. A parameter whose default
     * depends on others has no value until it is set.
     */
    void setDefaults() {
        params.forEach((option, param) ->
                defaultText(option).ifPresent(text -> stage.setDefault(param, parse(option, text))));
    }

    private static Optional<String> defaultText(TrainingOption option) {
        return option == TrainingOption.EVALUATE_EVERY ? Optional.of(NO_EVALUATION) : option.defaultValue();
    }

    /** Returns all parameters. */
    List<Param<?>> all() {
        return new ArrayList<>(params.values());
    }

    /**
     * Sets a parameter from a text.
     *
     * @param name the parameter's name, such as {@code learningRate}, or the option's name, such as
     *     {@code learning-rate}
     * @throws InvalidInputException if there is no such parameter, or if the text does not have the parameter's type
     */
    void set(String name, String text) {
        TrainingOption option = params.keySet().stream()
                .filter(each -> paramName(each).equals(name))
                .findFirst()
                .or(() -> TrainingOption.find(name))
                .orElseThrow(() -> InvalidInputException.of(
                        "%s is not a training parameter: choose one of %s.",
                        name, params.values().stream().map(Param::name).sorted().collect(Collectors.joining(", "))));
        stage.set(params.get(option), parse(option, text));
    }

    /**
     * Returns the options that the parameters describe.
     *
     * @param scaling the scaling of the table, on which some defaults depend
     * @throws InvalidInputException if a value is not allowed, or if values contradict each other; the message names the
     *     parameter
     */
    TrainingOptions options(ScalingKind scaling) {
        SortedMap<String, String> texts = new TreeMap<>();
        params.forEach((option, param) -> {
            if (stage.isDefined(param)) {
                texts.put(option.cliName(), String.valueOf(stage.getOrDefault(param)));
            }
        });
        try {
            return TrainingOptions.of(texts, scaling);
        } catch (InvalidInputException e) {
            throw withParamNames(e);
        }
    }

    /** Returns the exception with the names of parameters in place of the names of options. */
    static InvalidInputException withParamNames(InvalidInputException e) {
        String message = e.message(field ->
                TrainingOption.find(field).map(TrainingParams::paramName).orElse(field));
        return new InvalidInputException(message, e);
    }

    /** Returns the parameter's name. Spark ML's own conventions, and encoding, use {@code batchSize} otherwise. */
    private static String paramName(TrainingOption option) {
        return option == TrainingOption.BATCH_SIZE ? "trainingBatchSize" : option.camelName();
    }

    @SuppressWarnings("unchecked")
    private Param<Object> param(TrainingOption option) {
        String name = paramName(option);
        String doc = option == TrainingOption.EVALUATE_EVERY ? option.help(NO_EVALUATION) : option.help();
        Param<?> param = switch (option.type()) {
            case INTEGER -> new IntParam(stage, name, doc);
            case NUMBER -> new DoubleParam(stage, name, doc);
            case LONG -> new LongParam(stage, name, doc);
            case BOOLEAN -> new BooleanParam(stage, name, doc);
            case NAME, PER_LAYER -> StageFormat.text(stage, name, doc);
        };
        return (Param<Object>) param;
    }

    /** Returns the value of a text in the type of the option's parameter. */
    private static Object parse(TrainingOption option, String text) {
        try {
            return switch (option.type()) {
                case INTEGER -> Integer.valueOf(text);
                case NUMBER -> Double.valueOf(text);
                case LONG -> Long.valueOf(text);
                case BOOLEAN -> parseBoolean(option, text);
                case NAME, PER_LAYER -> text;
            };
        } catch (NumberFormatException e) {
            throw withParamNames(option.invalid(text).causedBy(e));
        }
    }

    private static Boolean parseBoolean(TrainingOption option, String text) {
        if (!option.choices().contains(text)) {
            throw withParamNames(option.invalid(text));
        }
        return Boolean.valueOf(text);
    }
}
