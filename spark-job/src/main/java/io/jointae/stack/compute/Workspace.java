package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Architecture;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.Objective.Span;
import org.nd4j.linalg.api.buffer.DataType;

/** The matrices that one gradient of a batch of a given size goes through; each {@code [units, size]}. */
final class Workspace {

    final int size;
    /** {@code h_i} without corruption, of the layers that feed a span. */
    final Matrix[] clean;
    /** Gradient on {@link #clean}, where layers below a span are trained by it. */
    final Matrix[] cleanGradient;
    /** Scratch beside {@link #cleanGradient}. */
    final Matrix[] below;
    /** Corrupted input of layer {@code i}; null where it has no corruption. */
    final Matrix[] corrupted;
    /** Code of layer {@code i} within its span. */
    final Matrix[] hidden;
    /** Reconstruction of layer {@code i}'s input. */
    final Matrix[] decoded;
    /** Gradient on the code of layer {@code i}, or on a reconstruction of the same shape. */
    final Matrix[] delta;

    final Matrix[] squares;
    final Matrix[] shrink;
    /** Noise key of each layer and example. */
    final long[][] keys;

    Workspace(Architecture architecture, Objective objective, DataType type, int size) {
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
        shrink = new Matrix[depth];
        keys = new long[depth][size];
        for (int i = 0; i <= objective.spans().get(objective.spans().size() - 1).lo(); i++) {
            clean[i] = Matrix.create(type, architecture.width(i), size);
        }
        for (Span span : objective.spans()) {
            if (span.lo() > objective.lo()) {
                cleanGradient[span.lo()] = Matrix.create(type, architecture.width(span.lo()), size);
                below[span.lo()] = Matrix.create(type, architecture.width(span.lo()), size);
            }
            for (int i = span.lo(); i < span.hi(); i++) {
                LayerSpec layer = architecture.layer(i);
                int in = architecture.width(i);
                int out = architecture.width(i + 1);
                if (objective.regularized() && layer.corruption().present()) {
                    corrupted[i] = Matrix.create(type, in, size);
                }
                hidden[i] = Matrix.create(type, out, size);
                decoded[i] = Matrix.create(type, in, size);
                delta[i] = Matrix.create(type, out, size);
                if (objective.regularized() && layer.contraction() > 0) {
                    squares[i] = Matrix.create(type, out, 1);
                    shrink[i] = Matrix.create(type, out, 1);
                }
            }
        }
    }

    /** Derives each layer's and example's noise key from the epoch's. */
    void keys(Minibatch batch, long noise, int depth) {
        for (int j = 0; j < size; j++) {
            long example = CounterRandom.key(noise, batch.id(j));
            for (int i = 0; i < depth; i++) {
                keys[i][j] = CounterRandom.key(example, i);
            }
        }
    }
}
