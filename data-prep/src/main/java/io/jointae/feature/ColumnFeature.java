package io.jointae.feature;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.jointae.base.text.Count;
import io.jointae.feature.CellProblem.Reason;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A column of a table and the features that it becomes: one for a number, as many as the vector is long for a vector, and
 * one per category for a categorical column, of which that of the row's category is 1 and the others are 0.
 *
 * @param column the name of the column
 * @param size the length of a vector; 1 for a number; 0 for a categorical column
 * @param categories the known categories in the order of Java's strings; empty for numbers and vectors
 * @param missingNumber the number that takes the place of a missing one; null if a missing number is invalid
 * @param missingCategory the category that takes the place of a missing one; null if a missing category is invalid
 * @param unseenIsZero whether a category that no training row has gives only zeros; otherwise it is invalid
 */
@DefaultSerializer(JavaSerializer.class)
public record ColumnFeature(
        String column,
        int size,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> categories,
        @JsonInclude(JsonInclude.Include.NON_NULL) Double missingNumber,
        @JsonInclude(JsonInclude.Include.NON_NULL) String missingCategory,
        boolean unseenIsZero)
        implements Serializable {

    /** Checks that the values describe a number, a vector or categories. */
    public ColumnFeature {
        Objects.requireNonNull(column, "column");
        categories = categories == null ? List.of() : List.copyOf(categories);
        if (size < 0 || (size == 0) == categories.isEmpty()) {
            throw new IllegalArgumentException("column " + column + " has neither a size nor categories, or both");
        }
    }

    /** Returns whether the column has categories. */
    @JsonIgnore
    public boolean isCategorical() {
        return size == 0;
    }

    /** Returns the number of features. */
    public int width() {
        return isCategorical() ? categories.size() : size;
    }

    /** Returns the name of a feature for messages, by its index in this column. */
    String name(int feature) {
        if (isCategorical()) {
            return "category '" + categories.get(feature) + "' of column " + column;
        }
        return size == 1 ? "column " + column : "value " + (feature + 1) + " of column " + column;
    }

    /**
     * Writes the features of a cell.
     *
     * @param cell a {@link Number}, a {@code Boolean}, a {@code float[]}, a text, or null
     * @param target overwritten from {@code from} on
     * @return null if the cell is valid
     */
    CellProblem write(Object cell, float[] target, int from) {
        if (isCategorical()) {
            return writeCategory(cell == null ? missingCategory : cell.toString(), target, from);
        }
        return cell instanceof float[] vector ? writeVector(vector, target, from) : writeNumber(cell, target, from);
    }

    private CellProblem writeCategory(String category, float[] target, int from) {
        if (category == null) {
            return new CellProblem(Reason.MISSING, "has no category in column " + column);
        }
        for (int i = 0; i < categories.size(); i++) {
            target[from + i] = 0;
        }
        int found = Collections.binarySearch(categories, category);
        if (found >= 0) {
            target[from + found] = 1;
        }
        return found >= 0 || unseenIsZero
                ? null
                : new CellProblem(
                        Reason.UNSEEN,
                        "has the category '" + category + "' in column " + column + ", which no training row has");
    }

    private CellProblem writeVector(float[] vector, float[] target, int from) {
        if (vector.length != size) {
            return new CellProblem(
                    Reason.INVALID,
                    "has " + Count.of(vector.length, "value") + " in column " + column + ", not " + size);
        }
        System.arraycopy(vector, 0, target, from, size);
        for (int i = 0; i < size; i++) {
            if (!Float.isFinite(target[from + i])) {
                String value = Float.isNaN(target[from + i]) ? "no number" : Float.toString(target[from + i]);
                return new CellProblem(Reason.INVALID, "has " + value + " at index " + i + " of column " + column);
            }
        }
        return null;
    }

    private CellProblem writeNumber(Object cell, float[] target, int from) {
        double number = cell == null
                ? Double.NaN
                : cell instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) cell).doubleValue();
        if (Double.isNaN(number)) {
            if (missingNumber == null) {
                String what = size == 1 ? "number" : "vector";
                return new CellProblem(Reason.MISSING, "has no " + what + " in column " + column);
            }
            number = missingNumber;
        }
        target[from] = (float) number;
        return Float.isFinite(target[from])
                ? null
                : new CellProblem(Reason.INVALID, "has " + target[from] + " in column " + column);
    }
}
