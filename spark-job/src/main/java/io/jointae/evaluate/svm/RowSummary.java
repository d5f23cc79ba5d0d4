package io.jointae.evaluate.svm;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.hinge.ChunkLayout;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;

/**
 * Facts about training rows, from one pass over them.
 *
 * @param partitionRows {@code [partitions]}, number of rows of every partition
 * @param width number of features per row; 0 if there are no rows
 * @param labels labels that occur
 * @param longest the largest squared Euclidean norm of a row
 * @param idSum the sum of all ids, and the sum of their squares, both modulo {@code 2^64}
 */
@DefaultSerializer(JavaSerializer.class)
record RowSummary(long[] partitionRows, int width, TreeSet<Integer> labels, double longest, long[] idSum)
        implements Serializable {

    /** The largest squared norm with which products in single precision cannot overflow. */
    private static final double MOST = 1e30;

    /** Returns the summary of all rows. */
    static RowSummary of(JavaRDD<RowBlock> rows) {
        List<RowSummary> parts = rows.mapPartitions(
                        blocks -> List.of(ofBlocks(blocks)).iterator())
                .collect();
        return parts.stream()
                .reduce(RowSummary::plus)
                .orElseGet(() -> new RowSummary(new long[0], 0, new TreeSet<>(), 0, new long[2]));
    }

    private static RowSummary ofBlocks(Iterator<RowBlock> blocks) {
        long count = 0;
        int width = 0;
        TreeSet<Integer> labels = new TreeSet<>();
        double longest = 0;
        long[] ids = new long[2];
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            if (count > 0 && width != block.width()) {
                throw differentWidths(width, block.width());
            }
            width = block.width();
            count += block.rows();
            for (int i = 0; i < block.rows(); i++) {
                labels.add(block.labels()[i]);
                ids[0] += block.ids()[i];
                ids[1] += block.ids()[i] * block.ids()[i];
                longest = Math.max(longest, squaredNorm(block.values(), i * width, width));
            }
        }
        return new RowSummary(new long[] {count}, width, labels, longest, ids);
    }

    private static double squaredNorm(float[] values, int from, int n) {
        double sum = 0;
        for (int j = from; j < from + n; j++) {
            sum += (double) values[j] * values[j];
        }
        return sum;
    }

    private RowSummary plus(RowSummary other) {
        if (width != other.width && width > 0 && other.width > 0) {
            throw differentWidths(width, other.width);
        }
        long[] partitions = Arrays.copyOf(partitionRows, partitionRows.length + other.partitionRows.length);
        System.arraycopy(other.partitionRows, 0, partitions, partitionRows.length, other.partitionRows.length);
        TreeSet<Integer> all = new TreeSet<>(labels);
        all.addAll(other.labels);
        long[] ids = {idSum[0] + other.idSum[0], idSum[1] + other.idSum[1]};
        return new RowSummary(partitions, Math.max(width, other.width), all, Math.max(longest, other.longest), ids);
    }

    /** Returns the exception for rows of different widths. */
    static InvalidInputException differentWidths(int one, int other) {
        return InvalidInputException.of(
                "Some rows have %d features and others have %d: all rows must have the same number of features.",
                one, other);
    }

    /**
     * Checks that an SVM can be trained on the rows.
     *
     * @param origin where the rows come from, for messages
     * @throws InvalidInputException if there are no rows, all rows have the same class, a row has no label, or a feature
     *     is not finite or too large
     */
    void check(String origin) {
        if (count() == 0) {
            throw InvalidInputException.of(
                    "%s: there are no training rows, but the SVM needs some: choose data with training rows.", origin);
        }
        if (labels.size() < 2) {
            throw InvalidInputException.of(
                    "%s: every row has label %d, but the SVM needs two or more classes: choose data with more classes.",
                    origin, labels.first());
        }
        if (labels.first() < 0) {
            throw InvalidInputException.of(
                    "%s: some rows have no label, but the SVM needs a label for every row: choose labeled data.",
                    origin);
        }
        if (!Double.isFinite(longest)) {
            throw InvalidInputException.of(
                    "%s: a feature is not a finite number: check the data, or train the model again.", origin);
        }
        if (longest > MOST) {
            throw InvalidInputException.of(
                    "%s: the features of a row have the length %.3g, which is too large for single precision: scale"
                            + " the features.",
                    origin, Math.sqrt(longest));
        }
    }

    /** Returns the number of rows. */
    long count() {
        return Arrays.stream(partitionRows).sum();
    }

    /** Returns the division of the rows into chunks. */
    ChunkLayout layout() {
        return new ChunkLayout(count(), width, Math.sqrt(longest + 1));
    }

    /**
     * Returns the rows with their numbers as ids. The ids stay as they are if they are the numbers from 0 to the count
     * minus one. Otherwise, the rows are numbered in the order of the partitions.
     */
    JavaRDD<RowBlock> numbered(JavaRDD<RowBlock> rows) {
        long sum = 0;
        long squares = 0;
        for (long id = 0; id < count(); id++) {
            sum += id;
            squares += id * id;
        }
        if (sum == idSum[0] && squares == idSum[1]) {
            return rows;
        }
        long[] first = new long[partitionRows.length];
        for (int p = 1; p < first.length; p++) {
            first[p] = first[p - 1] + partitionRows[p - 1];
        }
        return rows.mapPartitionsWithIndex((partition, blocks) -> numbered(blocks, first[partition]), false);
    }

    private static Iterator<RowBlock> numbered(Iterator<RowBlock> blocks, long first) {
        return new Iterator<>() {
            private long next = first;

            @Override
            public boolean hasNext() {
                return blocks.hasNext();
            }

            @Override
            public RowBlock next() {
                RowBlock block = blocks.next();
                long[] ids = new long[block.rows()];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = next++;
                }
                return new RowBlock(ids, block.labels(), block.values());
            }
        };
    }
}
