package io.jointae.feature;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * The scaling of the features of a dataset. With {@code f(x) = log(1 + x)} for {@link ScalingKind#LOG} and {@code f(x) =
 * x} otherwise, the input of the network is {@code (f(x) - offset) / spread}, clipped to the range of the kind. A feature
 * whose spread is 0 was constant in training; its input is always 0. Rows are scaled and restored in place.
 *
 * @param kind how values are scaled
 * @param clip the largest absolute value of a standardized input, greater than 0; null for no limit
 * @param offsets {@code [width]}, the mean or the minimum of {@code f(x)}; empty for {@link ScalingKind#NONE}
 * @param spreads {@code [width]}, the standard deviation or the range of {@code f(x)}, each at least 0; empty for {@link
 *     ScalingKind#NONE}
 */
@DefaultSerializer(JavaSerializer.class)
public record Scaling(
        ScalingKind kind,
        @JsonInclude(JsonInclude.Include.NON_NULL) Double clip,
        float[] offsets,
        float[] spreads) implements Serializable {

    /** Leaves values as they are. */
    public static final Scaling NONE = new Scaling(ScalingKind.NONE, null, new float[0], new float[0]);

    /** Leaves {@link #NONE} out of JSON, so that files without scaling are those of earlier versions. */
    public static final class IsNone {
        @Override
        public boolean equals(Object scaling) {
            return scaling == null || scaling instanceof Scaling other && other.isNone();
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    /** Checks that the lengths match and the numbers are in range. */
    public Scaling {
        Objects.requireNonNull(kind, "kind");
        if (offsets.length != spreads.length || (kind == ScalingKind.NONE) != (offsets.length == 0)) {
            throw new IllegalArgumentException("a scaling " + kind.id() + " with " + offsets.length + " offsets and "
                    + spreads.length + " spreads is not valid");
        }
        if (clip != null && (kind != ScalingKind.STANDARDIZE || !(clip > 0) || clip.isInfinite())) {
            throw new IllegalArgumentException("a scaling " + kind.id() + " cannot clip at " + clip);
        }
        for (int i = 0; i < offsets.length; i++) {
            if (!Float.isFinite(offsets[i]) || !(spreads[i] >= 0) || Float.isInfinite(spreads[i])) {
                throw new IllegalArgumentException(
                        "the offset " + offsets[i] + " or the spread " + spreads[i] + " is not valid");
            }
        }
        offsets = offsets.clone();
        spreads = spreads.clone();
    }

    @Override
    public float[] offsets() {
        return offsets.clone();
    }

    @Override
    public float[] spreads() {
        return spreads.clone();
    }

    /** Returns whether values stay as they are. */
    @JsonIgnore
    public boolean isNone() {
        return kind == ScalingKind.NONE;
    }

    /** Returns the number of features; 0 for {@link #NONE}, which fits any number. */
    public int width() {
        return offsets.length;
    }

    /** Returns the largest input: 1 for inputs in [0, 1], and infinity for inputs without a limit. */
    public double largestInput() {
        return kind.isUnitInterval() ? 1 : clip == null ? Double.POSITIVE_INFINITY : clip;
    }

    /** Returns the least input: 0 for inputs in [0, 1], and minus infinity for inputs without a limit. */
    public double leastInput() {
        return kind.isUnitInterval() ? 0 : -largestInput();
    }

    /**
     * Scales rows in place.
     *
     * @param values rows of values that {@link ScalingKind#accepts} allows, row after row, {@code [rows, width]} from the
     *     first value on
     * @param rows the number of rows
     */
    public void apply(float[] values, int rows) {
        if (isNone()) {
            return;
        }
        double least = leastInput();
        double largest = largestInput();
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width(); i++) {
                int at = row * width() + i;
                values[at] = input(i, values[at], least, largest);
            }
        }
    }

    private float input(int i, float value, double least, double largest) {
        double input = spreads[i] == 0 ? 0 : (kind.transformed(value) - offsets[i]) / spreads[i];
        return (float) Math.max(least, Math.min(largest, input));
    }

    /**
     * Returns what the value 0 of each feature becomes, {@code [width]}. It is the background of sparse rows.
     *
     * @return null if every 0 stays 0, so that sparse rows need no background
     */
    public float[] background() {
        if (isNone()) {
            return null;
        }
        float[] background = new float[width()];
        apply(background, 1);
        for (float value : background) {
            if (SparseRow.isStored(value)) {
                return background;
            }
        }
        return null;
    }

    /**
     * Returns a sparse row as the input of a network. Its values are those that {@link #apply(float[], int)} gives for
     * {@link SparseRow#dense}, bit for bit.
     *
     * @param row a row without a background
     * @param background that of this scaling, which all rows of a task share
     */
    public SparseRow apply(SparseRow row, float[] background) {
        if (isNone()) {
            return row;
        }
        double least = leastInput();
        double largest = largestInput();
        float[] inputs = new float[row.size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = input(row.indices()[i], row.values()[i], least, largest);
        }
        return row.with(inputs, background);
    }

    /**
     * Turns inputs of a network, or their reconstructions, back into values of the data, in place. Clipping cannot be
     * undone.
     *
     * @param inputs {@code [rows, width]}, row after row from the first value on
     * @param rows the number of rows
     */
    public void undo(float[] inputs, int rows) {
        if (isNone()) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width(); i++) {
                int at = row * width() + i;
                inputs[at] = (float) value(i, inputs[at]);
            }
        }
    }

    /**
     * Returns the squared error of a reconstruction in the units of the data, summed over the features. Input and
     * reconstruction are both turned back into values first.
     *
     * @param inputs {@code [rows, width]}, scaled
     * @param reconstructions {@code [rows, width]}, scaled
     * @param row the row to compare
     */
    public double squaredError(float[] inputs, float[] reconstructions, int row) {
        double sum = 0;
        for (int i = 0; i < width(); i++) {
            int at = row * width() + i;
            double difference = value(i, inputs[at]) - value(i, reconstructions[at]);
            sum += difference * difference;
        }
        return sum;
    }

    /** Returns an input as a gray level in [0, 1] for pictures; standardized inputs from -3 to 3 fill that range. */
    public float level(float input) {
        float level = kind == ScalingKind.STANDARDIZE ? 0.5f + input / 6 : input;
        return Math.max(0, Math.min(1, level));
    }

    private double value(int i, float input) {
        return kind.restored(input * (double) spreads[i] + offsets[i]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scaling that
                && kind == that.kind
                && Objects.equals(clip, that.clip)
                && Arrays.equals(offsets, that.offsets)
                && Arrays.equals(spreads, that.spreads);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, clip, Arrays.hashCode(offsets), Arrays.hashCode(spreads));
    }

    @Override
    public String toString() {
        return kind.id() + (clip == null ? "" : " clipped at " + clip);
    }
}
