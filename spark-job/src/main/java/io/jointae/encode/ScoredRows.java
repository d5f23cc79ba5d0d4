package io.jointae.encode;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Architecture;
import io.jointae.stack.compute.ForwardPass;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * The rows of a partition, scored: gathered into matrices of a batch, one pass over each, handed out one by
 * one and in order. Memory is that of one batch, whatever the partition holds.
 */
final class ScoredRows implements Iterator<Tuple2<Row, ScoredRow>> {

    private static final int BAD = -1;

    private final Iterator<Tuple2<Row, InputRow>> rows;
    private final PartitionScoring scoring;
    private final RowCheck check;
    private final ForwardPass pass;
    private final int inputs;
    private final int width;
    private final Row[] carried;
    private final int[] column;
    private final float[] values;
    private final float[] features;
    private final float[] reconstructions;
    private final double[] errors;
    private long read;
    private int size;
    private int next;

    ScoredRows(Iterator<Tuple2<Row, InputRow>> rows, PartitionScoring scoring) {
        ForwardPassPool passes = scoring.passes().value();
        Architecture architecture = passes.architecture();
        ScoringOutputs outputs = scoring.outputs();
        int batch = passes.batchSize();
        this.rows = rows;
        this.scoring = scoring;
        this.inputs = architecture.inputs();
        this.width = architecture.width(outputs.layer());
        this.check = new RowCheck(inputs);
        this.carried = new Row[batch];
        this.column = new int[batch];
        this.values = new float[Math.multiplyExact(batch, inputs)];
        this.features = new float[Math.multiplyExact(batch, width)];
        this.reconstructions = outputs.reconstruction() ? new float[values.length] : null;
        this.errors = outputs.error() ? new double[batch] : null;
        this.pass = passes.borrow();
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> passes.giveBack(pass));
    }

    @Override
    public boolean hasNext() {
        while (next == size) {
            if (!rows.hasNext()) {
                return false;
            }
            fill();
        }
        return true;
    }

    @Override
    public Tuple2<Row, ScoredRow> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Tuple2<Row, ScoredRow> row = new Tuple2<>(carried[next], scored(column[next]));
        carried[next] = null;
        next++;
        return row;
    }

    private ScoredRow scored(int j) {
        ScoredRow row = new ScoredRow();
        if (j == BAD) {
            return row;
        }
        row.setFeatures(Arrays.copyOfRange(features, j * width, (j + 1) * width));
        if (scoring.outputs().input()) {
            row.setInput(Arrays.copyOfRange(values, j * inputs, (j + 1) * inputs));
        }
        if (reconstructions != null) {
            row.setReconstruction(Arrays.copyOfRange(reconstructions, j * inputs, (j + 1) * inputs));
        }
        if (errors != null) {
            row.setError(errors[j]);
        }
        return row;
    }

    /** Reads and scores the next batch; it is empty if all its rows are bad and left out. */
    private void fill() {
        long before = read;
        int n = 0;
        size = 0;
        next = 0;
        while (size < carried.length && rows.hasNext()) {
            Tuple2<Row, InputRow> row = rows.next();
            String problem = check.copy(row._2().getValues(), values, n * inputs);
            read++;
            if (problem == null || scoring.invalid() == InvalidRowPolicy.KEEP) {
                carried[size] = row._1();
                column[size] = problem == null ? n++ : BAD;
                size++;
            } else if (scoring.invalid() == InvalidRowPolicy.ERROR) {
                throw new InvalidInputException(scoring.origin().describe(row._1(), read - 1) + " " + problem
                        + "; mend the row, or skip bad rows: "
                        + (scoring.mistakes() == null ? "handleInvalid skip" : "--bad-rows skip"));
            }
        }
        if (n > 0) {
            score(n);
        }
        if (scoring.done() != null) {
            scoring.done().add(read - before);
        }
    }

    private void score(int n) {
        int layer = scoring.outputs().layer();
        pass.encode(values, n, layer, features);
        if (reconstructions != null) {
            pass.decode(features, n, layer, reconstructions);
        }
        if (errors != null) {
            pass.costs(values, n, layer, errors);
        }
    }
}
