package io.jointae.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.text.Count;
import io.jointae.feature.ScalingKind;
import io.jointae.feature.SparseRow;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;

/**
 * The number of rows of a split, the range of its labels and a hash of its contents. Checksums of parts can be merged in
 * any order. The hash does not depend on files or partitions: it is the sum, modulo 2^128, of the first 16 bytes of each
 * row's SHA-256 over all its values, so it does not depend on how the files store them either.
 */
@DefaultSerializer(JavaSerializer.class)
final class SplitChecksum implements Serializable {

    private final ScalingKind scaling;
    private long rows;
    private long values;
    private long idSum;
    private int lowestLabel = Integer.MAX_VALUE;
    private int highestLabel = Integer.MIN_VALUE;
    private long high;
    private long low;
    private String problem;

    private SplitChecksum(ScalingKind scaling) {
        this.scaling = scaling;
    }

    /** Returns the checksum of the rows; it stops at the first row that breaks the format, see {@link #problem}. */
    static SplitChecksum of(Iterator<Example> rows, Split split, int width, ScalingKind scaling) {
        SplitChecksum checksum = new SplitChecksum(scaling);
        MessageDigest sha256 = sha256();
        ByteBuffer bytes = ByteBuffer.allocate(Byte.BYTES + Long.BYTES + Integer.BYTES + width * Float.BYTES);
        while (rows.hasNext() && checksum.problem == null) {
            checksum.add(rows.next(), split, width, bytes, sha256);
        }
        return checksum;
    }

    private void add(Example row, Split split, int width, ByteBuffer bytes, MessageDigest sha256) {
        if (row.width() != width) {
            problem = "row " + row.getId() + " of " + split + " has " + Count.of(row.width(), "value") + " instead of "
                    + width;
            return;
        }
        bytes.clear();
        bytes.put((byte) split.ordinal()).putLong(row.getId()).putInt(row.getLabel());
        SparseRow sparse = row.sparse();
        float[] stored = sparse == null ? row.getPixels() : sparse.values();
        int first = bytes.position();
        for (int i = 0; i < stored.length; i++) {
            if (!scaling.accepts(stored[i])) {
                problem = "row " + row.getId() + " of " + split + " has the value " + stored[i] + ", but a value "
                        + scaling.condition() + " where the scaling is " + scaling.id();
                return;
            }
            bytes.putFloat(first + (sparse == null ? i : sparse.indices()[i]) * Float.BYTES, stored[i]);
        }
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(bytes.array()));
        if (sparse != null) {
            // The other values stay 0 for the next row.
            for (int index : sparse.indices()) {
                bytes.putFloat(first + index * Float.BYTES, 0);
            }
        }
        addHash(hash.getLong(), hash.getLong());
        rows++;
        values += stored.length;
        idSum += row.getId();
        lowestLabel = Math.min(lowestLabel, row.getLabel());
        highestLabel = Math.max(highestLabel, row.getLabel());
    }

    private void addHash(long otherHigh, long otherLow) {
        long sum = low + otherLow;
        high += otherHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
    }

    /** Adds the rows of another checksum and returns this one. */
    SplitChecksum merge(SplitChecksum other) {
        addHash(other.high, other.low);
        rows += other.rows;
        values += other.values;
        idSum += other.idSum;
        lowestLabel = Math.min(lowestLabel, other.lowestLabel);
        highestLabel = Math.max(highestLabel, other.highestLabel);
        problem = problem == null ? other.problem : problem;
        return this;
    }

    /** Returns the number of rows. */
    long rows() {
        return rows;
    }

    /** Returns the number of stored values of all rows: for sparse rows, those that are not 0. */
    long values() {
        return values;
    }

    /** Returns whether the sum of the ids is that of 0 to rows - 1. */
    boolean hasExpectedIdSum() {
        return idSum == (rows % 2 == 0 ? rows / 2 * (rows - 1) : (rows - 1) / 2 * rows);
    }

    /** Returns the lowest label; {@code Integer.MAX_VALUE} without rows. */
    int lowestLabel() {
        return lowestLabel;
    }

    /** Returns the highest label; {@code Integer.MIN_VALUE} without rows. */
    int highestLabel() {
        return highestLabel;
    }

    /** Returns a description of the first row that breaks the format; null if all rows follow it. */
    String problem() {
        return problem;
    }

    /** Returns the hash of the contents in hexadecimal. */
    String hash() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    /** Returns a new SHA-256 digest. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
