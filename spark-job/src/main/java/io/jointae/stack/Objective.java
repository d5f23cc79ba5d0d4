package io.jointae.stack;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a phase minimizes: the sum of the reconstruction costs of one or more {@link Span}s, with or
 * without the layers' regularizers. Layers under the lowest span only feed it and stay as they are.
 *
 * @param spans in ascending order, lowest first
 * @param regularized whether corruption, contraction and weight decay apply
 */
public record Objective(List<Span> spans, boolean regularized) implements Serializable {

    /**
     * Layers {@code [lo, hi)} as one auto-encoder of {@code h_lo}: corrupt and encode upwards, decode
     * downwards, compare with the clean {@code h_lo}.
     */
    public record Span(int lo, int hi) implements Serializable {
        public Span {
            if (lo < 0 || hi <= lo) {
                throw new IllegalArgumentException("layers [" + lo + ", " + hi + ") are none");
            }
        }
    }

    public Objective {
        spans = List.copyOf(spans);
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("an objective needs at least one span");
        }
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).lo() != spans.get(i - 1).hi()) {
                throw new IllegalArgumentException("spans do not follow one another: " + spans);
            }
        }
    }

    /** All layers against the input (paper, eq. 8). */
    public static Objective joint(int depth, boolean regularized) {
        return new Objective(List.of(new Span(0, depth)), regularized);
    }

    /** One layer against its own input: a step of layerwise training. */
    public static Objective layer(int i) {
        return new Objective(List.of(new Span(i, i + 1)), true);
    }

    /** The sum of all layers' own objectives (paper, footnote 1). */
    public static Objective summed(int depth) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            spans.add(new Span(i, i + 1));
        }
        return new Objective(spans, true);
    }

    /** Lowest layer with a part in it. */
    public int lo() {
        return spans.get(0).lo();
    }

    /** One above the highest layer with a part in it. */
    public int hi() {
        return spans.get(spans.size() - 1).hi();
    }

    /**
     * Multiply-adds of the matrix products of one example's step: five products at the lowest layer of a span and
     * six at those above (two forward, one gradient on each code and on each weight matrix's two uses, none on the
     * input), one at each layer that only feeds a span.
     */
    public double multiplyAdds(Architecture architecture) {
        double sum = 0;
        for (int i = 0; i < lo(); i++) {
            sum += product(architecture, i);
        }
        for (Span span : spans) {
            for (int i = span.lo(); i < span.hi(); i++) {
                sum += (i == span.lo() ? 5 : 6) * product(architecture, i);
            }
        }
        return sum;
    }

    private static double product(Architecture architecture, int layer) {
        return (double) architecture.width(layer) * architecture.width(layer + 1);
    }

    /** @throws InvalidInputException where this objective makes no sense on this stack */
    public void check(Architecture architecture) {
        if (hi() > architecture.depth()) {
            throw new IllegalArgumentException(this + " on a stack of " + architecture.depth());
        }
        for (Span span : spans) {
            Activation target = architecture.activationOf(span.lo());
            if (architecture.loss() == Loss.CROSS_ENTROPY && target != Activation.LOGISTIC) {
                throw InvalidInputException.of(
                        "activation %s: layer %d reconstructs it, which under cross-entropy must be logistic; use --loss"
                                + " squared-error",
                        target.name().toLowerCase(), span.lo() + 1);
            }
        }
    }
}
