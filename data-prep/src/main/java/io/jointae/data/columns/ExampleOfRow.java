package io.jointae.data.columns;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.data.Example;
import io.jointae.feature.CellProblem;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.TableFeatures;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Turns rows of a table into examples, whose ids are the positions of the rows.
 *
 * @param features how the cells become values
 * @param scaling the scaling that the values must allow
 * @param label the index of the cell of the label; -1 for rows without labels
 * @param labels the names of the labels in the order of Java's strings; null if labels are numbers
 */
@DefaultSerializer(JavaSerializer.class)
public record ExampleOfRow(TableFeatures features, ScalingKind scaling, int label, List<String> labels)
        implements Serializable {

    /**
     * Returns the examples of rows.
     *
     * @throws io.jointae.base.InvalidInputException from the iterator, if a row is invalid
     */
    public Iterator<Example> of(Iterator<PlacedRow> rows) {
        int width = features.width();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Example next() {
                return example(rows.next(), width);
            }
        };
    }

    private Example example(PlacedRow row, int width) {
        float[] values = new float[width];
        CellProblem problem = features.write(row::cell, values);
        if (problem != null) {
            throw row.invalid("%s" + remedy(problem), problem.predicate(), FieldName.of(field(problem)));
        }
        for (int i = 0; i < width; i++) {
            if (!scaling.accepts(values[i])) {
                throw row.invalid(
                        "has %s in %s, but every value %s where %s is %s: choose another one, or correct the row.",
                        values[i], features.name(i), scaling.condition(), FieldName.of("scaling"), scaling.id());
            }
        }
        return new Example(row.position(), label(row), values);
    }

    private static String remedy(CellProblem problem) {
        return switch (problem.reason()) {
            case MISSING -> ": correct the row, or set %s to mean or median.";
            case UNSEEN -> ": correct the row, or set %s to zero.";
            case INVALID -> ": correct the row, or leave the column out of %s.";
        };
    }

    private static String field(CellProblem problem) {
        return switch (problem.reason()) {
            case MISSING -> "missing";
            case UNSEEN -> "unseenCategories";
            case INVALID -> "features";
        };
    }

    private int label(PlacedRow row) {
        if (label < 0) {
            return Example.UNLABELED;
        }
        Object cell = row.cells().get(label);
        if (cell == null) {
            throw row.invalid("has no label: correct the row, or leave it out.");
        }
        if (labels == null) {
            long number = (Long) cell;
            if (number < 0 || number >= Integer.MAX_VALUE) {
                throw row.invalid("has the label %d, but labels are whole numbers from 0 on: correct the row.", number);
            }
            return (int) number;
        }
        int found = Collections.binarySearch(labels, cell.toString());
        if (found < 0) {
            throw row.invalid("has the label '%s', which no training row has: correct the row, or leave it out.", cell);
        }
        return found;
    }
}
