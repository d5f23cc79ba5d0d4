package io.jointae.feature;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.jointae.base.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways in which the values of a feature become inputs of a network. */
public enum ScalingKind {
    /** Values stay as they are; they lie in [0, 1]. */
    NONE("lies in [0, 1]"),
    /** {@code (x - mean) / standard deviation}, by the mean and the deviation over the training rows. */
    STANDARDIZE("is finite"),
    /** {@code (x - min) / (max - min)}, by the range over the training rows; the result is clipped to [0, 1]. */
    MINMAX("is finite"),
    /** Min-max scaling of {@code log(1 + x)}, for counts and amounts that are never negative. */
    LOG("is finite and at least 0");

    private final String condition;

    ScalingKind(String condition) {
        this.condition = condition;
    }

    /** Returns the stored and documented name: {@code none}, {@code standardize}, {@code minmax} or {@code log}. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the scaling with a name.
     *
     * @throws InvalidInputException if no scaling has the name
     */
    @JsonCreator
    public static ScalingKind of(String id) {
        return Arrays.stream(values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        "scaling",
                        "%s is unknown: choose one of %s.",
                        id,
                        Arrays.stream(values()).map(ScalingKind::id).collect(Collectors.joining(", "))));
    }

    /** Returns whether this scaling is defined for a value. */
    public boolean accepts(float value) {
        return switch (this) {
            case NONE -> value >= 0 && value <= 1;
            case STANDARDIZE, MINMAX -> Float.isFinite(value);
            case LOG -> value >= 0 && Float.isFinite(value);
        };
    }

    /** Returns the condition on a value as a predicate, such as {@code lies in [0, 1]}. */
    public String condition() {
        return condition;
    }

    /** Returns whether scaled values lie in [0, 1], as the cross-entropy needs. */
    public boolean isUnitInterval() {
        return this != STANDARDIZE;
    }

    /** Returns the function that comes before the offset and the spread. */
    double transformed(double value) {
        return this == LOG ? Math.log1p(value) : value;
    }

    /** Returns the value whose {@link #transformed} is given. */
    double restored(double value) {
        return this == LOG ? Math.expm1(value) : value;
    }
}
