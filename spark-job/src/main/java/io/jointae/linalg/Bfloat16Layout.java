package io.jointae.linalg;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A layout of bfloat16 numbers in memory, and the conversion of floats into it, which rounds to the nearest number and to
 * even. A layout belongs to one {@link Bfloat16Products}.
 */
final class Bfloat16Layout {

    /** The size of a number. */
    static final int BYTES = 2;

    /** The alignment of copies in bytes, which is that of a cache line and of a vector register. */
    private static final int ALIGNMENT = 64;

    private final memory.desc described;
    private final memory floats;
    private final memory copy;
    private final reorder conversion;
    private final stream order;

    /**
     * Describes a layout.
     *
     * @param floats the layout of the floats that are converted
     * @param copy the memory of a copy; both addresses are set before each conversion
     */
    Bfloat16Layout(memory floats, memory copy, stream order) {
        this.described = copy.get_desc();
        this.floats = floats;
        this.copy = copy;
        this.conversion = new reorder(floats, copy);
        this.order = order;
    }

    /** Returns whether this layout is the conversion from and to these layouts. */
    boolean converts(memory.desc from, memory.desc to) {
        return described.equals(to) && floats.get_desc().equals(from);
    }

    /** Returns the size of a copy in bytes. */
    long size() {
        return described.get_size();
    }

    /** Returns the memory of a copy, with undefined content. */
    BytePointer allocate() {
        BytePointer memory = new BytePointer(size() + ALIGNMENT);
        return memory.position((ALIGNMENT - memory.address() % ALIGNMENT) % ALIGNMENT);
    }

    /** Converts floats into the memory of a copy. */
    void convert(FloatPointer from, BytePointer into) {
        floats.set_data_handle(from);
        copy.set_data_handle(into);
        conversion.execute(order, floats, copy);
    }
}
