package io.jointae.data;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Rows of known number as a distributed collection: each task reads or makes its own range. */
public final class DistributedRows {

    private DistributedRows() {}

    /**
     * Rows [0, count) of a reader, in order, in partitions of about {@code rowsPerFile}.
     *
     * @param mistakes where bad rows are told; the partition ends there
     */
    public static JavaRDD<Example> of(
            JavaSparkContext spark, RowReader reader, long count, long rowsPerFile, InputErrors mistakes) {
        List<Range> ranges = Range.cut(count, rowsPerFile);
        return spark.parallelize(ranges, Math.max(1, ranges.size()))
                .flatMap(range -> mistakes.guard(open(reader, range, mistakes)));
    }

    private static Iterator<Example> open(RowReader reader, Range range, InputErrors mistakes) throws IOException {
        RowIterator rows;
        try {
            rows = reader.read(range.from(), range.to());
        } catch (InvalidInputException mistake) {
            mistakes.add(mistake);
            return Collections.emptyIterator();
        }
        closeWithTask(rows);
        return rows;
    }

    private static void closeWithTask(RowIterator rows) {
        TaskContext.get().addTaskCompletionListener(context -> {
            try {
                rows.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Rows [from, to). */
    private record Range(long from, long to) implements Serializable {

        /** Ranges of equal length, give or take one row. */
        static List<Range> cut(long count, long rowsPerFile) {
            long pieces = Math.max(1, (count + rowsPerFile - 1) / rowsPerFile);
            List<Range> ranges = new ArrayList<>();
            for (long i = 0; i < pieces; i++) {
                ranges.add(new Range(count * i / pieces, count * (i + 1) / pieces));
            }
            return ranges;
        }
    }
}
