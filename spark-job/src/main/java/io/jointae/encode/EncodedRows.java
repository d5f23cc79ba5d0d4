package io.jointae.encode;

import io.jointae.encode.column.InputColumns;
import io.jointae.encode.column.InputReader;
import io.jointae.encode.column.InputRow;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;

/**
 * Encodes the rows of a partition batch by batch and returns them one by one, in order. A returned row is valid until the
 * next one is asked for, as usual in Spark.
 *
 * <p>Each batch takes a single forward pass. Memory is that of one batch, however many rows the partition has, and an empty
 * partition takes none.
 */
final class EncodedRows implements Iterator<InternalRow> {

    private final Iterator<InternalRow> rows;
    private final PartitionScoring scoring;
    private final Conversion conversion;
    private final InputRow input = new InputRow();
    private final JoinedRow joined = new JoinedRow();
    private ScoringBatch batch;
    private long rowsRead;
    private int next;

    /**
     * The positions of the columns that are read; -1 where the table does not have one.
     *
     * @param values the vectors
     * @param file the path of the row's file
     * @param position the position of the row in the file, from 0
     * @param problem why the row could not be read; null for other rows
     */
    record Columns(int values, int file, int position, int problem) {

        /**
         * Finds the columns.
         *
         * @param all the columns of a row
         * @param read those that are read, the vectors first
         */
        static Columns of(List<Attribute> all, List<Attribute> read) {
            return new Columns(
                    position(all, read, read.get(0).name()),
                    position(all, read, InputColumns.FILE),
                    position(all, read, InputColumns.ROW),
                    position(all, read, InputColumns.PROBLEM));
        }

        private static int position(List<Attribute> all, List<Attribute> read, String name) {
            for (Attribute column : read) {
                if (column.name().equals(name)) {
                    return all.stream().map(Attribute::exprId).toList().indexOf(column.exprId());
                }
            }
            return -1;
        }
    }

    /**
     * How rows are taken apart and put together.
     *
     * @param reader reads the vectors
     * @param columns where it finds them
     * @param carry copies the columns that pass through
     * @param join appends to these columns what was computed
     */
    record Conversion(
            InputReader reader, Columns columns, UnaryOperator<InternalRow> carry, UnaryOperator<InternalRow> join) {}

    EncodedRows(Iterator<InternalRow> rows, PartitionScoring scoring, Conversion conversion) {
        this.rows = rows;
        this.scoring = scoring;
        this.conversion = conversion;
    }

    @Override
    public boolean hasNext() {
        while (batch == null || next == batch.size()) {
            if (!rows.hasNext()) {
                return false;
            }
            if (batch == null) {
                batch = new ScoringBatch(scoring);
            }
            readBatch();
        }
        return true;
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int j = next++;
        return conversion.join().apply(joined.apply(batch.takeCarried(j), batch.computed(j)));
    }

    /** Reads and encodes the next batch, which stays empty if all of its rows are invalid and left out. */
    private void readBatch() {
        long before = rowsRead;
        next = 0;
        batch.clear();
        while (!batch.isFull() && rows.hasNext()) {
            InternalRow row = rows.next();
            String problem = problem(row);
            rowsRead++;
            if (problem == null) {
                batch.add(conversion.carry().apply(row));
                continue;
            }
            scoring.invalidRows().accept(() -> location(row), problem);
            if (scoring.invalidRows().keepsRows()) {
                batch.addInvalid(conversion.carry().apply(row));
            }
        }
        batch.encode();
        if (scoring.rowsRead() != null) {
            scoring.rowsRead().add(rowsRead - before);
        }
    }

    /** Reads the vector of a row into the batch, and returns what is wrong with it; null for a valid row. */
    private String problem(InternalRow row) {
        Columns columns = conversion.columns();
        if (columns.problem() >= 0 && !row.isNullAt(columns.problem())) {
            return row.getUTF8String(columns.problem()).toString();
        }
        conversion.reader().read(row, columns.values(), input);
        return batch.read(input);
    }

    private String location(InternalRow row) {
        Columns columns = conversion.columns();
        return columns.file() >= 0
                ? RowLocation.describe(row.getUTF8String(columns.file()).toString(), row.getLong(columns.position()))
                : scoring.invalidRows().location().describe(rowsRead - 1);
    }
}
