package io.jointae.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
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

/** Turns a reader into a distributed collection of rows: each task reads or generates its own range. */
public final class DistributedRows {

    private DistributedRows() {}

    /**
     * Returns the rows [0, count) of a reader in order, in partitions of about {@code rowsPerFile} rows.
     *
     * @param errors receives the error of an invalid row; the partition ends there
     */
    public static JavaRDD<Example> of(
            JavaSparkContext spark, RowReader reader, long count, long rowsPerFile, InputErrors errors) {
        List<Range> ranges = Range.divide(count, rowsPerFile);
        return spark.parallelize(ranges, Math.max(1, ranges.size()))
                .flatMap(range -> errors.guard(open(reader, range, errors)));
    }

    private static Iterator<Example> open(RowReader reader, Range range, InputErrors errors) throws IOException {
        RowIterator rows;
        try {
            rows = reader.read(range.from(), range.to());
        } catch (InvalidInputException error) {
            errors.add(error);
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

    /** The rows [from, to). */
    @DefaultSerializer(JavaSerializer.class)
    private record Range(long from, long to) implements Serializable {

        /** Divides the rows into ranges whose lengths differ by at most one row. */
        static List<Range> divide(long count, long rowsPerFile) {
            long pieces = Math.max(1, (count + rowsPerFile - 1) / rowsPerFile);
            List<Range> ranges = new ArrayList<>();
            for (long i = 0; i < pieces; i++) {
                ranges.add(new Range(count * i / pieces, count * (i + 1) / pieces));
            }
            return ranges;
        }
    }
}
