package io.jointae.linalg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/** The layouts that the products of one {@link Bfloat16Products} need, each of which exists once. */
final class Bfloat16Layouts {

    private final engine processor;
    private final stream order;
    private final Map<Integer, Bfloat16Layout> plain = new HashMap<>();
    private final List<Bfloat16Layout> chosen = new ArrayList<>();

    Bfloat16Layouts(engine processor, stream order) {
        this.processor = processor;
        this.order = order;
    }

    /** Returns the layout of a matrix of {@code length} elements whose copy has the order of the floats. */
    Bfloat16Layout plain(int length) {
        return plain.computeIfAbsent(
                length, n -> layout(vector(n, memory.data_type.f32), vector(n, memory.data_type.bf16)));
    }

    /**
     * Returns the layout that a product has chosen.
     *
     * @param floats the layout of the floats
     * @param copy the layout of the copy
     */
    Bfloat16Layout chosen(memory.desc floats, memory.desc copy) {
        for (Bfloat16Layout layout : chosen) {
            if (layout.converts(floats, copy)) {
                return layout;
            }
        }
        Bfloat16Layout layout = layout(floats, copy);
        chosen.add(layout);
        return layout;
    }

    private Bfloat16Layout layout(memory.desc floats, memory.desc copy) {
        return new Bfloat16Layout(new memory(floats, processor), new memory(copy, processor), order);
    }

    private static memory.desc vector(int length, memory.data_type type) {
        return new memory.desc(new long[] {length}, type, memory.format_tag.a);
    }
}
