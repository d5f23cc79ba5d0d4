package io.jointae.stack;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The function that a phase of training minimizes: the sum of the reconstruction costs of one or more {@link Span}s,
 * with or without the regularizers of their layers. Layers below the lowest span encode its input and do not change.
 *
 * @param spans consecutive spans, lowest first; at least one
 * @param regularized whether corruption, contraction and weight decay apply
 */
@DefaultSerializer(JavaSerializer.class)
public record Objective(List<Span> spans, boolean regularized) implements Serializable {

    /**
     * The layers {@code [lo, hi)} as one auto-encoder of {@code h_lo}: they corrupt and encode {@code h_lo} upwards,
     * decode the code downwards and compare the reconstruction with the clean {@code h_lo}.
     *
     * @param lo index of the lowest layer, at least 0
     * @param hi one more than the index of the highest layer, greater than {@code lo}
     */
    @DefaultSerializer(JavaSerializer.class)
    public record Span(int lo, int hi) implements Serializable {
        public Span {
            if (lo < 0 || hi <= lo) {
                throw new IllegalArgumentException("A span from lo = " + lo + " to hi = " + hi
                        + " has no layers: lo must be at least 0 and less than hi.");
            }
        }
    }

    public Objective {
        spans = List.copyOf(spans);
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("spans is empty: an objective needs at least one span.");
        }
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).lo() != spans.get(i - 1).hi()) {
                throw new IllegalArgumentException(
                        "spans are not consecutive: each must begin where the one before ends: " + spans);
            }
        }
    }

    /** Returns the joint objective, which reconstructs the input through all layers (paper, eq. 8). */
    public static Objective joint(int depth, boolean regularized) {
        return new Objective(List.of(new Span(0, depth)), regularized);
    }

    /** Returns the objective of one layer, which reconstructs its own input: a phase of layerwise training. */
    public static Objective layer(int i) {
        return new Objective(List.of(new Span(i, i + 1)), true);
    }

    /** Returns the sum of the own objectives of all layers (paper, footnote 1). */
    public static Objective summed(int depth) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            spans.add(new Span(i, i + 1));
        }
        return new Objective(spans, true);
    }

    /** Returns the index of the lowest layer of the lowest span. */
    public int lo() {
        return spans.get(0).lo();
    }

    /** Returns one more than the index of the highest layer of the highest span. */
    public int hi() {
        return spans.get(spans.size() - 1).hi();
    }

    /**
     * Returns the number of multiply-add operations in the matrix products of a training step, per example. A layer
     * takes six products: two forward, two for the gradients on its code and its input, and two for the gradient on
     * the two uses of its weights. The lowest layer of a span takes five, because its input needs no gradient. A layer
     * that only encodes the input of a span takes one.
     */
    public double multiplyAdds(Architecture architecture) {
        double sum = 0;
        for (int i = 0; i < lo(); i++) {
            sum += weights(architecture, i);
        }
        for (Span span : spans) {
            for (int i = span.lo(); i < span.hi(); i++) {
                sum += (i == span.lo() ? 5 : 6) * weights(architecture, i);
            }
        }
        return sum;
    }

    private static double weights(Architecture architecture, int layer) {
        return (double) architecture.width(layer) * architecture.width(layer + 1);
    }

    /**
     * Checks that this objective can be minimized on an architecture.
     *
     * @throws IllegalArgumentException if the objective needs more layers than the architecture has
     * @throws InvalidInputException if cross-entropy would compare values that do not lie in [0, 1]
     */
    public void check(Architecture architecture) {
        if (hi() > architecture.depth()) {
            throw new IllegalArgumentException(
                    this + " needs " + hi() + " layers, but the stack has " + architecture.depth() + ".");
        }
        for (Span span : spans) {
            Activation target = architecture.activationOf(span.lo());
            if (architecture.loss() == Loss.CROSS_ENTROPY && target != Activation.LOGISTIC) {
                throw InvalidInputException.ofField(
                        "activation",
                        "%s is invalid: layer %d reconstructs units of this activation, and cross-entropy needs logistic units;"
                                + " choose logistic, or set %s to squared-error.",
                        target.name().toLowerCase(Locale.ROOT),
                        span.lo() + 1,
                        FieldName.of("loss"));
            }
        }
    }
}
