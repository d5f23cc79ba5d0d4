package io.jointae.ml;

import io.jointae.base.InvalidInputException;
import io.jointae.data.columns.MissingValues;
import io.jointae.data.columns.TableRequest;
import io.jointae.spark.StageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The parameters of the estimator that say which columns of a table become features; they are options of {@code prepare}. A
 * list of columns is a text of names that are separated by commas.
 */
final class TableParams {

    private static final String REFUSE = "refuse";
    private static final String ZERO = "zero";

    private final Params stage;
    private final Param<String> features;
    private final Param<String> except;
    private final Param<String> categorical;
    private final Param<String> missing;
    private final Param<String> unseenCategories;

    /** Creates the parameters of a stage. */
    TableParams(Params stage) {
        this.stage = stage;
        this.features = StageFormat.text(
                stage,
                "features",
                "Names the columns of numbers, vectors and categories whose values become the input vector, separated by"
                        + " commas, instead of the one column of inputCol. The model keeps the columns and reads them.");
        this.except = StageFormat.text(
                stage,
                "exceptColumns",
                "Makes the input vector from all columns of the table but these, separated by commas.");
        this.categorical = StageFormat.text(
                stage, "categorical", "Names the columns that become one value per category, separated by commas.");
        this.missing = StageFormat.text(
                stage,
                "missing",
                "Selects what takes the place of a missing value of a column: nothing (refuse), or the mean (mean) or the"
                        + " median (median) of the table; for a category, the most frequent one.");
        this.unseenCategories = StageFormat.text(
                stage,
                "unseenCategories",
                "Selects what a category becomes in transform that the table did not have: an invalid row (refuse), or"
                        + " zeros (zero).");
    }

    /** Gives the parameters their defaults; the lists of columns have none. */
    void setDefaults() {
        stage.setDefault(missing, REFUSE);
        stage.setDefault(unseenCategories, REFUSE);
    }

    /** Returns all parameters. */
    List<Param<?>> all() {
        return List.of(features, except, categorical, missing, unseenCategories);
    }

    /**
     * Sets a parameter, if it has this name.
     *
     * @return whether there is such a parameter
     */
    boolean set(String name, String text) {
        // Python knows "except" as a word of its own, so the parameter has a longer name than the option.
        String camel = switch (name) {
            case "unseen-categories" -> unseenCategories.name();
            case "except" -> except.name();
            default -> name;
        };
        for (Param<String> param : List.of(features, except, categorical, missing, unseenCategories)) {
            if (param.name().equals(camel)) {
                stage.set(param, text);
                return true;
            }
        }
        return false;
    }

    /** Returns whether several columns become the input vector. */
    boolean areGiven() {
        return Stream.of(features, except, categorical).anyMatch(param -> stage.isSet(param));
    }

    /**
     * Returns the columns that the parameters name.
     *
     * @throws InvalidInputException if a value is not allowed, or if values contradict each other
     */
    TableRequest request() {
        return new TableRequest(
                columns(features), columns(except), columns(categorical), missingValues(), unseenIsZero());
    }

    private List<String> columns(Param<String> param) {
        return stage.isSet(param)
                ? Arrays.stream(stage.getOrDefault(param).split(","))
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    private MissingValues missingValues() {
        String id = stage.getOrDefault(missing);
        return Arrays.stream(MissingValues.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(id))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        missing.name(), "%s is unknown: choose refuse, mean or median.", id));
    }

    private boolean unseenIsZero() {
        String id = stage.getOrDefault(unseenCategories);
        if (!List.of(REFUSE, ZERO).contains(id)) {
            throw InvalidInputException.ofField(unseenCategories.name(), "%s is unknown: choose refuse or zero.", id);
        }
        return id.equals(ZERO);
    }
}
