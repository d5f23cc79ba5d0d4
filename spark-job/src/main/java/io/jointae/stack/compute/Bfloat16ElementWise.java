package io.jointae.stack.compute;

import io.jointae.linalg.Bfloat16Matrix;
import io.jointae.linalg.Bfloat16Products;

/** The passes of {@link HostElementWise} over matrices whose products are computed in bfloat16. Not thread-safe. */
final class Bfloat16ElementWise extends HostElementWise {

    private final Bfloat16Products products = new Bfloat16Products();

    @Override
    public Bfloat16Matrix create(int rows, int columns) {
        return Bfloat16Matrix.create(products, rows, columns);
    }
}
