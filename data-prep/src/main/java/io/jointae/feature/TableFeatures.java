package io.jointae.feature;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.List;

/**
 * How the columns of a table become the values of a row: the features of the columns, one after the other. A dataset states
 * it in its manifest and a model in its card, so that a table is read in the same way whenever it is scored.
 *
 * @param columns the columns in the order of their features; empty for rows that come as one vector
 */
@DefaultSerializer(JavaSerializer.class)
public record TableFeatures(List<ColumnFeature> columns) implements Serializable {

    /** Stands for rows that come as one vector. */
    public static final TableFeatures NONE = new TableFeatures(List.of());

    /** Leaves {@link #NONE} out of JSON, so that files without columns are those of earlier versions. */
    public static final class IsNone {
        @Override
        public boolean equals(Object features) {
            return features == null || features instanceof TableFeatures other && other.isNone();
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    /** Copies the list. */
    public TableFeatures {
        columns = List.copyOf(columns);
    }

    /** Returns whether rows come as one vector. */
    @JsonIgnore
    public boolean isNone() {
        return columns.isEmpty();
    }

    /** Returns the number of features of a row. */
    public int width() {
        return columns.stream().mapToInt(ColumnFeature::width).sum();
    }

    /** Returns the name of a feature for messages, by its index from 0. */
    public String name(int feature) {
        int from = 0;
        for (ColumnFeature column : columns) {
            if (feature < from + column.width()) {
                return column.name(feature - from);
            }
            from += column.width();
        }
        throw new IndexOutOfBoundsException("feature " + feature + " of " + from);
    }

    /** Returns the cell of a row in a column. */
    public interface Cells {
        /**
         * Returns a {@link Number}, a {@code Boolean}, a {@code float[]}, a text, or null.
         *
         * @param column the index of the column in {@link #columns}
         */
        Object cell(int column);
    }

    /**
     * Writes the features of a row.
     *
     * @param row the cells of the row
     * @param target {@code [width]}, overwritten
     * @return null if the row is valid; otherwise the first problem
     */
    public CellProblem write(Cells row, float[] target) {
        int from = 0;
        for (int i = 0; i < columns.size(); i++) {
            CellProblem problem = columns.get(i).write(row.cell(i), target, from);
            if (problem != null) {
                return problem;
            }
            from += columns.get(i).width();
        }
        return null;
    }
}
