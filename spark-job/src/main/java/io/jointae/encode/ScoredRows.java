package io.jointae.encode;

import io.jointae.encode.column.InputRow;
import io.jointae.feature.Scaling;
import io.jointae.stack.Architecture;
import io.jointae.stack.compute.ForwardPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * Encodes the rows of a partition batch by batch and returns them one by one, in order.
 *
 * <p>Each batch takes a single forward pass. Memory is that of one batch, however many rows the partition has.
 *
 * @param <C> the type of the carried columns
 */
final class ScoredRows<C> implements Iterator<Tuple2<C, ScoredRow>> {

    /** Stands in {@link #batchIndex} for an invalid row that is kept. */
    private static final int INVALID = -1;

    private final Iterator<Tuple2<C, InputRow>> rows;
    private final Function<C, Row> location;
    private final PartitionScoring scoring;
    private final RowCheck check;
    private final Scaling scaling;
    private final ForwardPass pass;
    private final int inputs;
    private final int width;
    private final List<C> carried;
    private final int batch;
    private final int[] batchIndex;
    private final float[] values;
    private final float[] features;
    private final boolean returnsReconstructions;
    private final float[] reconstructions;
    private final double[] errors;
    private long rowsRead;
    private int size;
    private int next;

    /** @param location returns the carried columns that say in a message where a row comes from */
    ScoredRows(Iterator<Tuple2<C, InputRow>> rows, PartitionScoring scoring, Function<C, Row> location) {
        ForwardPassPool passes = scoring.passes().value();
        Architecture architecture = passes.architecture();
        ScoringOutputs outputs = scoring.outputs();
        this.batch = passes.rowsPerPass(outputs);
        this.rows = rows;
        this.location = location;
        this.scoring = scoring;
        this.inputs = architecture.inputs();
        this.width = architecture.width(outputs.layer());
        this.scaling = passes.scaling();
        this.check = new RowCheck(inputs, scaling.kind());
        this.carried = new ArrayList<>();
        this.batchIndex = new int[batch];
        this.values = new float[Math.multiplyExact(batch, inputs)];
        this.features = new float[Math.multiplyExact(batch, width)];
        this.returnsReconstructions = outputs.reconstruction();
        // The error in the units of the data compares the reconstructions.
        boolean reconstructs = returnsReconstructions || outputs.error() && !scaling.isNone();
        this.reconstructions = reconstructs ? new float[values.length] : null;
        this.errors = outputs.error() ? new double[batch] : null;
        ForwardPassPool.Borrowed borrowed = passes.borrow(outputs);
        this.pass = borrowed.pass();
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> passes.giveBack(borrowed));
    }

    @Override
    public boolean hasNext() {
        while (next == size) {
            if (!rows.hasNext()) {
                return false;
            }
            readBatch();
        }
        return true;
    }

    @Override
    public Tuple2<C, ScoredRow> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Tuple2<C, ScoredRow> row = new Tuple2<>(carried.set(next, null), scoredRow(batchIndex[next]));
        next++;
        return row;
    }

    private ScoredRow scoredRow(int j) {
        ScoredRow row = new ScoredRow();
        if (j == INVALID) {
            return row;
        }
        row.setFeatures(Arrays.copyOfRange(features, j * width, (j + 1) * width));
        if (returnsReconstructions) {
            row.setReconstruction(Arrays.copyOfRange(reconstructions, j * inputs, (j + 1) * inputs));
        }
        if (errors != null) {
            row.setError(errors[j]);
        }
        return row;
    }

    /** Scales the first rows of the batch, encodes them, and turns the reconstructions back into values of the data. */
    private void encode(int n) {
        scaling.apply(values, n);
        double[] costs = scaling.isNone() ? errors : null;
        pass.encodeAndReconstruct(values, n, scoring.outputs().layer(), features, reconstructions, costs);
        if (scaling.isNone()) {
            return;
        }
        if (errors != null) {
            for (int row = 0; row < n; row++) {
                errors[row] = scaling.squaredError(values, reconstructions, row);
            }
        }
        if (returnsReconstructions) {
            scaling.undo(reconstructions, n);
        }
    }

    /** Reads and encodes the next batch, which stays empty if all of its rows are invalid and left out. */
    private void readBatch() {
        long before = rowsRead;
        int n = 0;
        size = 0;
        next = 0;
        carried.clear();
        while (size < batch && rows.hasNext()) {
            Tuple2<C, InputRow> row = rows.next();
            String problem = check.copy(row._2(), values, n * inputs);
            rowsRead++;
            if (problem != null) {
                scoring.invalidRows().accept(location.apply(row._1()), rowsRead - 1, problem);
            }
            if (problem == null || scoring.invalidRows().keepsRows()) {
                carried.add(row._1());
                batchIndex[size] = problem == null ? n++ : INVALID;
                size++;
            }
        }
        if (n > 0) {
            encode(n);
        }
        if (scoring.rowsRead() != null) {
            scoring.rowsRead().add(rowsRead - before);
        }
    }
}
