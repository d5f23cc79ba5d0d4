package io.jointae.stack;

import java.util.Arrays;

/**
 * Up to 256 different floats, each with a code of one byte. Floats are compared by their bits, so a code stands for
 * exactly one float: {@code -0.0} and {@code 0.0} have different codes.
 */
final class Palette {

    static final int SIZE = 256;
    /** Four slots per color keep the chains of the open-addressing table short. */
    private static final int SLOT_BITS = 10;

    private final float[] values = new float[SIZE];
    private final int[] slotBits = new int[1 << SLOT_BITS];
    private final short[] slotCodes = new short[1 << SLOT_BITS];
    private int size;

    Palette() {
        Arrays.fill(slotCodes, (short) -1);
    }

    /**
     * Writes the codes of floats, and adds floats that have none yet.
     *
     * @return whether every float has a code; if not, the codes written so far are worthless
     */
    boolean encode(float[] floats, int offset, byte[] codes, int codeOffset, int n) {
        for (int i = 0; i < n; i++) {
            int code = code(Float.floatToRawIntBits(floats[offset + i]));
            if (code < 0) {
                return false;
            }
            codes[codeOffset + i] = (byte) code;
        }
        return true;
    }

    /** Returns the code of a float; -1 if it has none and all codes are taken. */
    private int code(int bits) {
        int slot = (bits * 0x9E3779B9) >>> (Integer.SIZE - SLOT_BITS);
        while (slotCodes[slot] >= 0) {
            if (slotBits[slot] == bits) {
                return slotCodes[slot];
            }
            slot = (slot + 1) & ((1 << SLOT_BITS) - 1);
        }
        if (size == SIZE) {
            return -1;
        }
        slotBits[slot] = bits;
        slotCodes[slot] = (short) size;
        values[size] = Float.intBitsToFloat(bits);
        return size++;
    }

    /** Returns the floats by their codes, {@code [256]}; unused codes have 0. */
    float[] values() {
        return values.clone();
    }
}
