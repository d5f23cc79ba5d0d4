package io.jointae.linalg;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Multiplies {@link Bfloat16Matrix} objects by oneDNN's {@code matmul} primitives, which are compiled once per shape.
 *
 * <p>oneDNN expects C order, in which the memory of a matrix holds the transposed matrix: {@code c' = op(b)' op(a)'}. The
 * right factor {@code op(a)'} is what oneDNN calls the weights. If {@code a} is settled, as in scoring, oneDNN chooses the
 * layout of its copy. In training, weights change in every step: on a Zen 5 core, a copy in the chosen layout of
 * {@code [1000, 1000]} takes 0.25 ms and saves 0.03 ms per product, of which there are two or three per step. So all other
 * copies have the order of the floats; one that takes 0.05 ms serves all products of a step.
 *
 * <p>The number of threads is OpenMP's ({@code OMP_NUM_THREADS}). An instance is not thread-safe.
 */
public final class Bfloat16Products {

    private final engine processor;
    private final stream order;
    private final Bfloat16Layouts layouts;
    private final Map<Shape, Product> compiled = new HashMap<>();
    /** The memory of two left factors side by side, and of two right factors; null before the first sum of products. */
    private BytePointer left;

    private BytePointer right;

    /**
     * The shape of a product {@code c = op(a) op(b) + beta c}.
     *
     * @param m the number of rows of {@code c}
     * @param n the number of columns of {@code c}
     * @param k the number of columns of {@code op(a)}
     * @param settled whether {@code a} will not change any more
     */
    private record Shape(int m, int n, int k, boolean transposeA, boolean transposeB, float beta, boolean settled) {}

    /**
     * A compiled product.
     *
     * @param code the code
     * @param arguments the memory of both factors and of the result, whose addresses are set before each execution
     * @param left the layout of the copy of {@code b}
     * @param right the layout of the copy of {@code a}
     */
    private record Product(matmul code, Arguments arguments, Bfloat16Layout left, Bfloat16Layout right) {}

    /**
     * The memory that a product reads and writes.
     *
     * @param byRole the same memory by oneDNN's numbers of the roles
     */
    private record Arguments(memory left, memory right, memory result, IntMemoryMap byRole) {}

    /** @throws io.jointae.base.InvalidInputException if the processor does not multiply bfloat16 numbers */
    public Bfloat16Products() {
        ProductUnits.ofThisProcess().requireBfloat16();
        processor = new engine(engine.kind.cpu, 0);
        order = new stream(processor);
        layouts = new Bfloat16Layouts(processor, order);
    }

    /** Computes {@code c = op(a) op(b) + beta c}, see {@link Matrix#product}. */
    void multiply(
            Bfloat16Matrix a, boolean transposeA, Bfloat16Matrix b, boolean transposeB, Bfloat16Matrix c, float beta) {
        int inner = transposeA ? a.rows() : a.columns();
        Product product = compiled.computeIfAbsent(
                new Shape(c.rows(), c.columns(), inner, transposeA, transposeB, beta, a.isSettled()), this::compile);
        Arguments arguments = product.arguments();
        arguments.left().set_data_handle(b.copy(product.left()));
        arguments.right().set_data_handle(a.copy(product.right()));
        arguments.result().set_data_handle(c.pointer());
        product.code().execute(order, arguments.byRole());
    }

    /**
     * Computes {@code e = a b' + c d'} as one product of the factors side by side, {@code [a c] [b d]'}, which writes the
     * result once. See {@link Matrix#sumOfProducts}.
     */
    void multiplyBoth(Bfloat16Matrix a, Bfloat16Matrix b, Bfloat16Matrix c, Bfloat16Matrix d, Bfloat16Matrix e) {
        Product product = compiled.computeIfAbsent(
                new Shape(e.rows(), e.columns(), a.columns() + c.columns(), false, true, 0, false), this::compile);
        Arguments arguments = product.arguments();
        left = sideBySide(left, b, d);
        right = sideBySide(right, a, c);
        arguments.left().set_data_handle(left);
        arguments.right().set_data_handle(right);
        arguments.result().set_data_handle(e.pointer());
        product.code().execute(order, arguments.byRole());
    }

    /** Returns the copies of two matrices one after the other, in this memory if it is large enough. */
    private BytePointer sideBySide(BytePointer memory, Bfloat16Matrix first, Bfloat16Matrix second) {
        Bfloat16Layout both = layouts.plain(first.length() + second.length());
        BytePointer into =
                memory != null && memory.capacity() - memory.position() >= both.size() ? memory : both.allocate();
        BytePointer one = first.copy(layouts.plain(first.length()));
        BytePointer other = second.copy(layouts.plain(second.length()));
        long middle = (long) first.length() * Bfloat16Layout.BYTES;
        Pointer.memcpy(into, one, middle);
        Pointer.memcpy(into.getPointer(middle), other, (long) second.length() * Bfloat16Layout.BYTES);
        return into;
    }

    private Product compile(Shape shape) {
        boolean choose = shape.settled();
        memory.desc left = matrix(shape.n(), shape.k(), memory.data_type.bf16, order(shape.transposeB()));
        memory.desc right = matrix(
                shape.k(),
                shape.m(),
                memory.data_type.bf16,
                choose ? memory.format_tag.any : order(shape.transposeA()));
        memory.desc result = matrix(shape.n(), shape.m(), memory.data_type.f32, memory.format_tag.ab);
        matmul.primitive_desc chosen = new matmul.primitive_desc(processor, left, right, result, sum(shape), false);
        Bfloat16Layout layoutOfRight = choose
                ? layouts.chosen(
                        matrix(shape.k(), shape.m(), memory.data_type.f32, order(shape.transposeA())),
                        chosen.weights_desc())
                : layouts.plain(shape.k() * shape.m());
        memory leftMemory = new memory(left, processor);
        memory rightMemory = new memory(chosen.weights_desc(), processor);
        memory resultMemory = new memory(result, processor);
        IntMemoryMap byRole = new IntMemoryMap();
        byRole.put(dnnl.DNNL_ARG_SRC, leftMemory);
        byRole.put(dnnl.DNNL_ARG_WEIGHTS, rightMemory);
        byRole.put(dnnl.DNNL_ARG_DST, resultMemory);
        return new Product(
                new matmul(chosen),
                new Arguments(leftMemory, rightMemory, resultMemory, byRole),
                layouts.plain(shape.n() * shape.k()),
                layoutOfRight);
    }

    /** Returns the order of a factor in memory: a factor that is not transposed is in C order as oneDNN sees it. */
    private static memory.format_tag order(boolean transposed) {
        return transposed ? memory.format_tag.ba : memory.format_tag.ab;
    }

    private static primitive_attr sum(Shape shape) {
        primitive_attr attributes = new primitive_attr();
        if (shape.beta() != 0) {
            post_ops after = new post_ops();
            after.append_sum(shape.beta(), 0, memory.data_type.undef);
            attributes.set_post_ops(after);
        }
        return attributes;
    }

    private static memory.desc matrix(int rows, int columns, memory.data_type type, memory.format_tag format) {
        return new memory.desc(new long[] {rows, columns}, type, format);
    }
}
