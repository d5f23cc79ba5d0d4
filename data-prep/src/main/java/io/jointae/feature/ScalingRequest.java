package io.jointae.feature;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.spark.RddResults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;

/**
 * How features are to be scaled; {@link #fit} measures what the scaling needs.
 *
 * @param kind how values are scaled
 * @param clip the largest absolute value of a standardized input, greater than 0; null for no limit
 * @param keepConstant whether a feature that has the same value in every row is kept, with the input 0, instead of refused
 * @param divisor the number by which every value is divided, instead of measured ranges; null to measure them
 */
public record ScalingRequest(ScalingKind kind, Double clip, boolean keepConstant, Float divisor) {

    /** Leaves values as they are. */
    public static final ScalingRequest NONE = new ScalingRequest(ScalingKind.NONE, null, false);

    /** Scales by what the training rows show. */
    public ScalingRequest(ScalingKind kind, Double clip, boolean keepConstant) {
        this(kind, clip, keepConstant, null);
    }

    /**
     * Divides every value by the same number. It is the min-max scaling of values from 0 to this number.
     *
     * @param divisor greater than 0
     */
    public static ScalingRequest dividedBy(float divisor) {
        return new ScalingRequest(ScalingKind.MINMAX, null, true, divisor);
    }

    /** The largest number of features with a scaling, because a manifest and a model card are read as one text. */
    public static final int MOST_FEATURES = 400_000;

    /** Checks that the settings fit each other. */
    public ScalingRequest {
        Objects.requireNonNull(kind, "kind");
        if (clip != null && (!(clip > 0) || clip.isInfinite())) {
            throw InvalidInputException.ofField("clip", "%s is not valid: it must be a number greater than 0.", clip);
        }
        if (clip != null && kind != ScalingKind.STANDARDIZE) {
            throw InvalidInputException.ofField(
                    "clip",
                    "%s limits standardized values, but %s is %s: leave it out, or choose standardize.",
                    clip,
                    FieldName.of("scaling"),
                    kind.id());
        }
    }

    /** Returns whether the scaling depends on the training rows. */
    public boolean isMeasured() {
        return kind != ScalingKind.NONE && divisor == null;
    }

    /**
     * Returns the scaling that does not depend on the training rows.
     *
     * @param data what the rows are, for messages
     * @param width the number of features
     * @throws InvalidInputException if there are too many features
     * @throws IllegalStateException if the scaling is measured
     */
    public Scaling fixed(String data, int width) {
        if (isMeasured()) {
            throw new IllegalStateException("the scaling " + kind.id() + " depends on the training rows");
        }
        if (divisor == null) {
            return Scaling.NONE;
        }
        requireFew(data, width);
        float[] spreads = new float[width];
        Arrays.fill(spreads, divisor);
        return new Scaling(kind, null, new float[width], spreads);
    }

    /**
     * Measures the scaling in one Spark job.
     *
     * @param data what the rows are, for messages
     * @param rows the training rows, each {@code [width]} of values that {@link ScalingKind#accepts} allows; they stay as
     *     they are
     * @param width the number of features
     * @param names the name of a feature by its index from 0
     * @throws InvalidInputException if a feature has the same value in every row and {@link #keepConstant} is not set, if
     *     its values are too far apart, or if there are too many features
     */
    public Scaling fit(String data, JavaRDD<float[]> rows, int width, IntFunction<String> names) {
        ScalingKind measured = kind;
        return fitted(data, rows, part -> FeatureMoments.of(part, measured), width, names);
    }

    /** Measures the scaling of sparse rows as {@link #fit} does, without their dense forms. */
    public Scaling fitSparse(String data, JavaRDD<SparseRow> rows, int width, IntFunction<String> names) {
        ScalingKind measured = kind;
        return fitted(data, rows, part -> FeatureMoments.ofSparse(part, measured), width, names);
    }

    private <T> Scaling fitted(
            String data,
            JavaRDD<T> rows,
            Function<Iterator<T>, FeatureMoments> measured,
            int width,
            IntFunction<String> names) {
        if (!isMeasured()) {
            return fixed(data, width);
        }
        requireFew(data, width);
        FeatureMoments moments = RddResults.reduce(rows, measured, FeatureMoments::merge);
        double[] offsets = moments.offsets();
        double[] spreads = moments.spreads();
        checkRange(data, spreads, names);
        if (!keepConstant) {
            refuseConstant(data, moments, spreads, names);
        }
        return new Scaling(kind, clip, floats(offsets), floats(spreads));
    }

    private static void requireFew(String data, int width) {
        if (width > MOST_FEATURES) {
            throw InvalidInputException.of(
                    "%s has %d features, and at most %d can be scaled: choose the %s none for values in [0, 1].",
                    data, width, MOST_FEATURES, FieldName.of("scaling"));
        }
    }

    private static void checkRange(String data, double[] spreads, IntFunction<String> names) {
        for (int i = 0; i < spreads.length; i++) {
            if (!Float.isFinite((float) spreads[i])) {
                throw InvalidInputException.of(
                        "%s: the values of %s are too far apart to be scaled: correct them, or leave the feature out.",
                        data, names.apply(i));
            }
        }
    }

    private void refuseConstant(String data, FeatureMoments moments, double[] spreads, IntFunction<String> names) {
        List<Integer> constant = new ArrayList<>();
        for (int i = 0; i < spreads.length; i++) {
            if ((float) spreads[i] == 0) {
                constant.add(i);
            }
        }
        if (!constant.isEmpty()) {
            int first = constant.get(0);
            throw InvalidInputException.of(
                    "%s: %s has the value %s in every training row%s, so it cannot be scaled: leave it out, or set %s to give"
                            + " it the input 0.",
                    data,
                    names.apply(first),
                    (float) moments.value(first),
                    constant.size() == 1 ? "" : " (and " + (constant.size() - 1) + " other features are constant)",
                    FieldName.of("keepConstant"));
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
