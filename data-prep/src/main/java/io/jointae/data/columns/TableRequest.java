package io.jointae.data.columns;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.util.List;
import java.util.Objects;

/**
 * Which columns of a table become features.
 *
 * @param features the columns in the order of their features; empty for every column but {@code except} and the label
 * @param except the columns that do not become features; empty if {@code features} is not
 * @param categorical the columns of categories, whatever their type
 * @param missing what takes the place of a missing value
 * @param unseenIsZero whether a category that no training row has gives only zeros; otherwise it is invalid
 */
public record TableRequest(
        List<String> features,
        List<String> except,
        List<String> categorical,
        MissingValues missing,
        boolean unseenIsZero) {

    /** Takes every column as a number or a vector. */
    public static final TableRequest ALL =
            new TableRequest(List.of(), List.of(), List.of(), MissingValues.REFUSE, false);

    /** Checks that the lists do not contradict each other. */
    public TableRequest {
        Objects.requireNonNull(missing, "missing");
        features = List.copyOf(features);
        except = List.copyOf(except);
        categorical = List.copyOf(categorical);
        if (!features.isEmpty() && !except.isEmpty()) {
            throw InvalidInputException.of(
                    "%s and %s are both given: name the columns to take, or those to leave out.",
                    FieldName.of("features"), FieldName.of("except"));
        }
        if (features.stream().distinct().count() < features.size()) {
            throw InvalidInputException.ofField("features", "names a column twice: name each column once.");
        }
        for (String column : categorical) {
            if (!features.isEmpty() && !features.contains(column)) {
                throw InvalidInputException.ofField(
                        "categorical", "%s is not one of %s: add it there.", column, FieldName.of("features"));
            }
        }
    }

    /** Returns whether any setting differs from {@link #ALL}. */
    public boolean isGiven() {
        return !equals(ALL);
    }
}
