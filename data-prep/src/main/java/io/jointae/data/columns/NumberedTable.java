package io.jointae.data.columns;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.struct;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FileFailures;
import io.jointae.base.InvalidInputException;
import io.jointae.data.InputErrors;
import java.io.Serializable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a table with their positions. Files have the order of their paths, and the blocks in which Spark reads a file
 * have the order in the file, however Spark divides the files among tasks.
 *
 * @param rows the rows; each partition is sorted by position
 * @param count the number of rows
 */
public record NumberedTable(JavaRDD<PlacedRow> rows, long count) {

    /** The column of a text that its format cannot divide into columns; other rows have null there. */
    public static final String UNREADABLE = "__jointae_unreadable";

    private static final String FILE = "__jointae_file";
    private static final String START = "__jointae_start";
    private static final String ORDER = "__jointae_order";
    private static final String WHOLE = "__jointae_whole";

    @DefaultSerializer(JavaSerializer.class)
    private record Block(String file, long start, long count) implements Serializable {}

    /**
     * The positions of the first row of a block.
     *
     * @param table in the table, from 0
     * @param file in the file, from 0
     */
    @DefaultSerializer(JavaSerializer.class)
    private record First(long table, long file) implements Serializable {}

    /**
     * Counts the rows of a table in a Spark job.
     *
     * @param table a table that Spark reads from files; a column {@link #UNREADABLE} holds texts that cannot be read
     * @param selected the columns to keep
     * @param errors receives the errors of tasks
     * @throws InvalidInputException if a file cannot be read
     */
    public static NumberedTable of(Dataset<Row> table, Column[] selected, InputErrors errors) {
        int cells = selected.length;
        List<Column> columns = new ArrayList<>(List.of(selected));
        columns.add(col("_metadata.file_path").as(FILE));
        columns.add(col("_metadata.file_block_start").as(START));
        boolean mayBeUnreadable = List.of(table.columns()).contains(UNREADABLE);
        if (mayBeUnreadable) {
            columns.add(col(UNREADABLE));
        }
        columns.add(monotonically_increasing_id().as(ORDER));
        if (mayBeUnreadable) {
            // Spark's reader of CSV text finds missing columns only in lines that it divides as a whole.
            columns.add(struct(col("*")).as(WHOLE));
        }
        // One RDD has the same partitions in every job, even if executors come and go in between.
        JavaRDD<Row> rows = table.select(columns.toArray(Column[]::new))
                .sortWithinPartitions(FILE, START, ORDER)
                .toJavaRDD();
        List<Block> blocks = rows.mapPartitions(part -> count(errors.guard(read(part)), cells))
                .collect();
        errors.throwIfAny();
        Map<Block, First> firsts = new HashMap<>();
        List<Block> sorted = new ArrayList<>(blocks);
        sorted.sort(Comparator.comparing(Block::file).thenComparing(Block::start));
        long position = 0;
        long inFile = 0;
        String file = null;
        for (Block block : sorted) {
            inFile = block.file.equals(file) ? inFile : 0;
            file = block.file;
            firsts.put(new Block(file, block.start, 0), new First(position, inFile));
            position += block.count;
            inFile += block.count;
        }
        JavaRDD<PlacedRow> placed =
                rows.mapPartitions(part -> errors.guard(new Placed(read(part), cells, firsts, mayBeUnreadable)));
        return new NumberedTable(placed, position);
    }

    /** Returns the rows up to the first one that cannot be divided into columns, which becomes an error. */
    public JavaRDD<PlacedRow> readable(InputErrors errors) {
        return rows.mapPartitions(part -> errors.guard(readable(part)));
    }

    private static Iterator<PlacedRow> readable(Iterator<PlacedRow> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public PlacedRow next() {
                return rows.next().readable();
            }
        };
    }

    private static Iterator<Block> count(Iterator<Row> rows, int cells) {
        Map<Block, Long> counts = new HashMap<>();
        rows.forEachRemaining(
                row -> counts.merge(new Block(row.getString(cells), row.getLong(cells + 1), 0), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(entry -> new Block(entry.getKey().file, entry.getKey().start, entry.getValue()))
                .iterator();
    }

    /** Returns the same rows, with the failures of a reader of files as invalid input. */
    private static Iterator<Row> read(Iterator<Row> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    return rows.hasNext();
                } catch (Exception e) {
                    throw NumberedTable.<RuntimeException>invalid(e);
                }
            }

            @Override
            public Row next() {
                return rows.next();
            }
        };
    }

    /**
     * Returns the invalid input behind a failure.
     *
     * @throws E the failure itself, if it has another cause
     */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> InvalidInputException invalid(Exception failure) throws E {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith("CSV header does not conform to the schema")) {
                return new InvalidInputException(
                        "A CSV file has other columns in its header than the first file that was read: give files with the"
                                + " same columns in the same order.",
                        failure);
            }
            if (isThrownByOrc(cause)) {
                return new InvalidInputException(
                        FileFailures.fileBehind(failure).orElse("A file")
                                + " is a damaged ORC file: copy it again or write it again. The reader says: " + message
                                + ".",
                        failure);
            }
        }
        return FileFailures.invalidInputBehind(failure).orElseThrow(() -> (E) failure);
    }

    private static boolean isThrownByOrc(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return cause.getClass().getName().startsWith("org.apache.orc.")
                || trace.length > 0 && trace[0].getClassName().startsWith("org.apache.orc.");
    }

    /** Gives the rows of a partition their places. */
    private static final class Placed implements Iterator<PlacedRow> {
        private final Iterator<Row> rows;
        private final int cells;
        private final Map<Block, First> firsts;
        private final boolean mayBeUnreadable;
        private final Map<Block, Long> seen = new HashMap<>();

        Placed(Iterator<Row> rows, int cells, Map<Block, First> firsts, boolean mayBeUnreadable) {
            this.rows = rows;
            this.cells = cells;
            this.firsts = firsts;
            this.mayBeUnreadable = mayBeUnreadable;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public PlacedRow next() {
            Row row = rows.next();
            Block block = new Block(row.getString(cells), row.getLong(cells + 1), 0);
            First first = firsts.get(block);
            long index = seen.merge(block, 1L, Long::sum) - 1;
            String file = URLDecoder.decode(block.file.replace("+", "%2B"), StandardCharsets.UTF_8);
            String unreadable = mayBeUnreadable && !row.isNullAt(cells + 2) ? row.getString(cells + 2) : null;
            return new PlacedRow(first.table + index, file, first.file + index + 1, row, unreadable);
        }
    }
}
