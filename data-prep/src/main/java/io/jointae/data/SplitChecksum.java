package io.jointae.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;

/**
 * What a split holds, summed over its rows in any order: the count, the range of the labels and a hash that
 * does not depend on files or partitions (the sum, modulo 2^128, of the rows' SHA-256 cut to 16 bytes).
 */
final class SplitChecksum implements Serializable {

    private long rows;
    private long idSum;
    private int lowestLabel = Integer.MAX_VALUE;
    private int highestLabel = Integer.MIN_VALUE;
    private long high;
    private long low;
    private String problem;

    /** Adds every row; stops at the first that breaks the format, which {@link #problem} then names. */
    static SplitChecksum of(Iterator<Example> rows, Split split, int width) {
        SplitChecksum content = new SplitChecksum();
        MessageDigest sha256 = sha256();
        ByteBuffer bytes = ByteBuffer.allocate(Byte.BYTES + Long.BYTES + Integer.BYTES + width * Float.BYTES);
        while (rows.hasNext() && content.problem == null) {
            content.add(rows.next(), split, width, bytes, sha256);
        }
        return content;
    }

    private void add(Example row, Split split, int width, ByteBuffer bytes, MessageDigest sha256) {
        float[] pixels = row.getPixels();
        if (pixels.length != width) {
            problem = "row " + row.getId() + " of " + split + " has " + pixels.length + " values, not " + width;
            return;
        }
        bytes.clear();
        bytes.put((byte) split.ordinal()).putLong(row.getId()).putInt(row.getLabel());
        for (float pixel : pixels) {
            if (!(pixel >= 0 && pixel <= 1)) {
                problem =
                        "row " + row.getId() + " of " + split + " has the value " + pixel + ", which is not in [0, 1]";
                return;
            }
            bytes.putFloat(pixel);
        }
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest(bytes.array()));
        plus(hash.getLong(), hash.getLong());
        rows++;
        idSum += row.getId();
        lowestLabel = Math.min(lowestLabel, row.getLabel());
        highestLabel = Math.max(highestLabel, row.getLabel());
    }

    private void plus(long otherHigh, long otherLow) {
        long sum = low + otherLow;
        high += otherHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
    }

    /** The contents of both. */
    SplitChecksum plus(SplitChecksum other) {
        plus(other.high, other.low);
        rows += other.rows;
        idSum += other.idSum;
        lowestLabel = Math.min(lowestLabel, other.lowestLabel);
        highestLabel = Math.max(highestLabel, other.highestLabel);
        problem = problem == null ? other.problem : problem;
        return this;
    }

    long rows() {
        return rows;
    }

    /** Whether the ids can be 0 to rows - 1. */
    boolean idsAddUp() {
        return idSum == (rows % 2 == 0 ? rows / 2 * (rows - 1) : (rows - 1) / 2 * rows);
    }

    boolean empty() {
        return rows == 0;
    }

    int lowestLabel() {
        return lowestLabel;
    }

    int highestLabel() {
        return highestLabel;
    }

    /** The first row that breaks the format, in words; null if none does. */
    String problem() {
        return problem;
    }

    /** In hexadecimal. */
    String hash() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
