package io.jointae.data.custom;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.RowIterator;
import io.jointae.data.source.Chunk;
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

/** Chunks as a distributed collection of rows that know their position. */
final class ChunkedRows {

    private ChunkedRows() {}

    /** Counts the chunks' rows in a job; small neighbors share a partition. */
    static SourceRows part(JavaSparkContext spark, List<Chunk> chunks, long partitionBytes, InputErrors mistakes) {
        if (chunks.isEmpty()) {
            return new SourceRows(spark.emptyRDD(), 0);
        }
        List<Long> counts = spark.parallelize(chunks, chunks.size())
                .map(chunk -> count(chunk, mistakes))
                .collect();
        mistakes.throwIfAny();
        List<List<Placed>> groups = new ArrayList<>();
        long first = 0;
        long room = 0;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            if (groups.isEmpty() || room < chunk.bytes()) {
                groups.add(new ArrayList<>());
                room = partitionBytes;
            }
            groups.get(groups.size() - 1).add(new Placed(chunk, first));
            room -= chunk.bytes();
            first += counts.get(i);
        }
        JavaRDD<Example> rows = spark.parallelize(groups, groups.size())
                .flatMap(List::iterator)
                .flatMap(placed -> mistakes.guard(open(placed, mistakes)));
        return new SourceRows(rows, first);
    }

    private static long count(Chunk chunk, InputErrors mistakes) throws IOException {
        try {
            return chunk.count();
        } catch (InvalidInputException mistake) {
            mistakes.add(mistake);
            return 0;
        }
    }

    private static Iterator<Example> open(Placed placed, InputErrors mistakes) throws IOException {
        try {
            RowIterator rows = placed.chunk.read(placed.first);
            TaskContext.get().addTaskCompletionListener(context -> {
                try {
                    rows.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return rows;
        } catch (InvalidInputException mistake) {
            mistakes.add(mistake);
            return Collections.emptyIterator();
        }
    }

    /** @param first position of the chunk's first row */
    private record Placed(Chunk chunk, long first) implements Serializable {}
}
