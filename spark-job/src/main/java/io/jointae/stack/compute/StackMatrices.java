package io.jointae.stack.compute;

import io.jointae.linalg.Matrix;
import io.jointae.stack.ParameterLayout;
import io.jointae.stack.ParameterLayout.Part;

/** The matrices of each layer as views of a flat vector of parameters or of their gradient. */
final class StackMatrices {

    private final Matrix[] w;
    private final Matrix[] b;
    private final Matrix[] c;
    private final Matrix[] v;

    StackMatrices(ParameterLayout layout, Matrix flat) {
        if (flat.length() != layout.size()) {
            throw new IllegalArgumentException("The flat vector has " + flat.length() + " values, but the stack has "
                    + layout.size() + " parameters.");
        }
        int depth = layout.depth();
        w = new Matrix[depth];
        b = new Matrix[depth];
        c = new Matrix[depth];
        v = new Matrix[depth];
        for (int i = 0; i < depth; i++) {
            Part part = layout.part(i);
            w[i] = flat.view(part.w(), part.in(), part.out());
            b[i] = flat.view(part.b(), part.out(), 1);
            c[i] = flat.view(part.c(), part.in(), 1);
            v[i] = part.v() == part.w() ? w[i] : flat.view(part.v(), part.in(), part.out());
        }
    }

    /** Returns the encoder weights {@code [in, out]} of layer {@code i}. */
    Matrix w(int i) {
        return w[i];
    }

    /** Returns the encoder bias {@code [out, 1]}. */
    Matrix b(int i) {
        return b[i];
    }

    /** Returns the decoder bias {@code [in, 1]}. */
    Matrix c(int i) {
        return c[i];
    }

    /** Returns the decoder weights {@code [in, out]}; the same matrix as {@link #w} where weights are tied. */
    Matrix v(int i) {
        return v[i];
    }
}
