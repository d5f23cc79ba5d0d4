package io.jointae.encode;

import io.jointae.encode.column.InputRow;
import io.jointae.encode.column.RowArray;
import io.jointae.feature.Scaling;
import io.jointae.stack.Architecture;
import io.jointae.stack.compute.ForwardPass;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The rows that a task encodes in one forward pass. Its memory is used for all batches of the task. Not thread-safe.
 */
final class ScoringBatch {

    /** Stands in {@link #indices} for an invalid row that is kept. */
    private static final int INVALID = -1;

    private final ScoringOutputs outputs;
    private final RowCheck check;
    private final Scaling scaling;
    private final ForwardPass pass;
    private final int inputs;
    private final int[] indices;
    private final List<InternalRow> carried = new ArrayList<>();
    private final float[] values;
    private final float[] features;
    private final float[] reconstructions;
    private final double[] errors;
    private final RowArray featureArray;
    private final RowArray reconstructionArray;
    private final Object[] row;
    private final InternalRow computed;
    private int valid;

    /** Borrows a pass, which is given back when the task ends. */
    ScoringBatch(PartitionScoring scoring) {
        ForwardPassPool passes = scoring.passes().value();
        Architecture architecture = passes.architecture();
        outputs = scoring.outputs();
        int capacity = passes.rowsPerPass(outputs);
        inputs = architecture.inputs();
        scaling = passes.scaling();
        check = new RowCheck(inputs, scaling.kind());
        indices = new int[capacity];
        values = new float[Math.multiplyExact(capacity, inputs)];
        int width = architecture.width(outputs.layer());
        features = new float[Math.multiplyExact(capacity, width)];
        featureArray = new RowArray(width);
        // The error in the units of the data compares the reconstructions.
        boolean reconstructs = outputs.reconstruction() || outputs.error() && !scaling.isNone();
        reconstructions = reconstructs ? new float[values.length] : null;
        reconstructionArray = new RowArray(outputs.reconstruction() ? inputs : 0);
        errors = outputs.error() ? new double[capacity] : null;
        row = new Object[outputs.columns().size()];
        computed = new GenericInternalRow(row);
        ForwardPassPool.Borrowed borrowed = passes.borrow(outputs);
        pass = borrowed.pass();
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> passes.giveBack(borrowed));
    }

    /** Removes all rows. */
    void clear() {
        carried.clear();
        valid = 0;
    }

    /** Returns the number of rows, invalid ones included. */
    int size() {
        return carried.size();
    }

    boolean isFull() {
        return carried.size() == indices.length;
    }

    /**
     * Copies the input of the next row, unless it is invalid.
     *
     * @return null if the row is valid; otherwise the problem as a predicate, such as "has 3 values, not 12"
     */
    String read(InputRow input) {
        return check.copy(input, values, valid * inputs);
    }

    /** Adds the row that {@link #read} has copied, with the columns that pass through. */
    void add(InternalRow columns) {
        indices[carried.size()] = valid++;
        carried.add(columns);
    }

    /** Adds a row without outputs. */
    void addInvalid(InternalRow columns) {
        indices[carried.size()] = INVALID;
        carried.add(columns);
    }

    /** Scales and encodes the rows, and turns the reconstructions back into values of the data. */
    void encode() {
        if (valid == 0) {
            return;
        }
        scaling.apply(values, valid);
        double[] costs = scaling.isNone() ? errors : null;
        pass.encodeAndReconstruct(values, valid, outputs.layer(), features, reconstructions, costs);
        if (scaling.isNone()) {
            return;
        }
        if (errors != null) {
            for (int j = 0; j < valid; j++) {
                errors[j] = scaling.squaredError(values, reconstructions, j);
            }
        }
        if (outputs.reconstruction()) {
            scaling.undo(reconstructions, valid);
        }
    }

    /** Returns the columns of a row that pass through, and forgets them. */
    InternalRow takeCarried(int j) {
        return carried.set(j, null);
    }

    /**
     * Returns what was computed for a row, until the next call: the code, the reconstruction and its error, as far as they
     * were asked for; nulls for an invalid row.
     */
    InternalRow computed(int j) {
        int index = indices[j];
        boolean isValid = index != INVALID;
        int column = 0;
        row[column++] = isValid ? featureArray.of(features, index) : null;
        if (outputs.reconstruction()) {
            row[column++] = isValid ? reconstructionArray.of(reconstructions, index) : null;
        }
        if (outputs.error()) {
            row[column] = isValid ? (Object) errors[index] : null;
        }
        return computed;
    }
}
