package io.jointae.data.custom;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.data.InputErrors;
import io.jointae.data.RowIterator;
import io.jointae.data.source.Chunk;
import io.jointae.spark.RddResults;
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

/** Turns chunks of a source into a distributed collection of rows whose ids are their positions. */
final class ChunkedRows {

    private ChunkedRows() {}

    /** Counts the rows of the chunks in a Spark job, and puts small neighboring chunks into one partition. */
    static SourceRows of(JavaSparkContext spark, List<Chunk> chunks, long partitionBytes, InputErrors errors) {
        if (chunks.isEmpty()) {
            return new SourceRows(spark.emptyRDD(), 0);
        }
        List<Long> counts =
                RddResults.perElement(spark.parallelize(chunks, chunks.size()), chunk -> count(chunk, errors));
        errors.throwIfAny();
        List<List<OffsetChunk>> groups = new ArrayList<>();
        long first = 0;
        long freeBytes = 0;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            if (groups.isEmpty() || freeBytes < chunk.bytes()) {
                groups.add(new ArrayList<>());
                freeBytes = partitionBytes;
            }
            groups.get(groups.size() - 1).add(new OffsetChunk(chunk, first));
            freeBytes -= chunk.bytes();
            first += counts.get(i);
        }
        JavaRDD<Example> rows = spark.parallelize(groups, groups.size())
                .flatMap(List::iterator)
                .flatMap(chunk -> errors.guard(open(chunk, errors)));
        return new SourceRows(rows, first);
    }

    private static long count(Chunk chunk, InputErrors errors) throws IOException {
        try {
            return chunk.count();
        } catch (InvalidInputException error) {
            errors.add(error);
            return 0;
        }
    }

    private static Iterator<Example> open(OffsetChunk offsetChunk, InputErrors errors) throws IOException {
        try {
            RowIterator rows = offsetChunk.chunk.read(offsetChunk.first);
            TaskContext.get().addTaskCompletionListener(context -> {
                try {
                    rows.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return rows;
        } catch (InvalidInputException error) {
            errors.add(error);
            return Collections.emptyIterator();
        }
    }

    /**
     * A chunk and its position.
     *
     * @param chunk the chunk
     * @param first the position of its first row in the source
     */
    @DefaultSerializer(JavaSerializer.class)
    private record OffsetChunk(Chunk chunk, long first) implements Serializable {}
}
