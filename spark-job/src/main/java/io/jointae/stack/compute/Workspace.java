package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Architecture;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.Objective.Span;

/** The working memory of {@link StackGradient} for batches of one size. Matrices are {@code [units, size]}. */
final class Workspace {

    final int size;
    /** The clean values {@code h_i} of the input of each span and of the layers below it. */
    final Matrix[] clean;
    /** The gradient on {@link #clean}; null unless the layers below a span are trained by the span's cost. */
    final Matrix[] cleanGradient;
    /** The part of {@link #cleanGradient} that comes through the encoder; null where that is null. */
    final Matrix[] below;
    /** The corrupted input of layer {@code i}; null if the layer has no corruption. */
    final Matrix[] corrupted;
    /** The code of layer {@code i} within its span. */
    final Matrix[] hidden;
    /** The reconstruction of the input of layer {@code i}. */
    final Matrix[] decoded;
    /** The gradient on the code of layer {@code i}, or on a reconstruction of the same shape. */
    final Matrix[] delta;

    /** The squared norms of the columns of {@code W}, {@code [units, 1]}; null without contractive penalty. */
    final Matrix[] squares;
    /** The factors of {@link WeightPenalty} of the contractive penalty, {@code [units, 1]}; null without penalty. */
    final Matrix[] columnFactors;
    /** The corruption keys of each layer. */
    final RowKeys[] keys;

    Workspace(Architecture architecture, Objective objective, ElementWise ops, int size) {
        this.size = size;
        int depth = architecture.depth();
        clean = new Matrix[depth];
        cleanGradient = new Matrix[depth];
        below = new Matrix[depth];
        corrupted = new Matrix[depth];
        hidden = new Matrix[depth];
        decoded = new Matrix[depth];
        delta = new Matrix[depth];
        squares = new Matrix[depth];
        columnFactors = new Matrix[depth];
        keys = new RowKeys[depth];
        for (int i = 0; i <= objective.spans().get(objective.spans().size() - 1).lo(); i++) {
            clean[i] = ops.create(architecture.width(i), size);
        }
        for (Span span : objective.spans()) {
            if (span.lo() > objective.lo()) {
                cleanGradient[span.lo()] = ops.create(architecture.width(span.lo()), size);
                below[span.lo()] = ops.create(architecture.width(span.lo()), size);
            }
            for (int i = span.lo(); i < span.hi(); i++) {
                LayerSpec layer = architecture.layer(i);
                int in = architecture.width(i);
                int out = architecture.width(i + 1);
                if (objective.regularized() && layer.corruption().present()) {
                    corrupted[i] = ops.create(in, size);
                }
                hidden[i] = ops.create(out, size);
                decoded[i] = ops.create(in, size);
                delta[i] = ops.create(out, size);
                if (objective.regularized() && layer.contraction() > 0) {
                    squares[i] = ops.create(out, 1);
                    columnFactors[i] = ops.create(out, 1);
                }
            }
        }
    }

    /** Derives the corruption key of each layer and example from the epoch's key. */
    void deriveKeys(Minibatch batch, long corruptionKey, int depth) {
        long[] examples = new long[size];
        for (int j = 0; j < size; j++) {
            examples[j] = CounterRandom.key(corruptionKey, batch.id(j));
        }
        for (int i = 0; i < depth; i++) {
            keys[i] = RowKeys.of(batch, i, size, j -> examples[j]);
        }
    }
}
