package io.jointae.train.plan;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * The optimizer states that workers keep, by worker, as long as they are not on the driver: on the executors, or in a
 * checkpoint. Each state is read when it is asked for and not held afterwards, so the driver can pass on the states of
 * many workers without holding them together.
 */
public final class LazyWorkerStates extends AbstractMap<Integer, float[]> {

    private final SortedMap<Integer, Integer> lengths;
    private final IntFunction<float[]> reader;

    /**
     * Refers to states elsewhere.
     *
     * @param lengths the length of the state of each worker
     * @param reader reads the state of a worker
     */
    public LazyWorkerStates(SortedMap<Integer, Integer> lengths, IntFunction<float[]> reader) {
        this.lengths = new TreeMap<>(lengths);
        this.reader = reader;
    }

    /** Returns the lengths of states by worker. States that are elsewhere are not read. */
    public static SortedMap<Integer, Integer> lengths(Map<Integer, float[]> states) {
        if (states instanceof LazyWorkerStates lazy) {
            return new TreeMap<>(lazy.lengths);
        }
        SortedMap<Integer, Integer> lengths = new TreeMap<>();
        states.forEach((worker, values) -> lengths.put(worker, values.length));
        return lengths;
    }

    @Override
    public float[] get(Object worker) {
        return lengths.containsKey(worker) ? reader.apply((Integer) worker) : null;
    }

    @Override
    public boolean containsKey(Object worker) {
        return lengths.containsKey(worker);
    }

    @Override
    public Set<Entry<Integer, float[]>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<Integer, float[]>> iterator() {
                return lengths.keySet().stream()
                        .map(LazyWorkerStates.this::entry)
                        .iterator();
            }

            @Override
            public int size() {
                return lengths.size();
            }
        };
    }

    private Entry<Integer, float[]> entry(Integer worker) {
        return new Entry<>() {
            @Override
            public Integer getKey() {
                return worker;
            }

            @Override
            public float[] getValue() {
                return reader.apply(worker);
            }

            @Override
            public float[] setValue(float[] value) {
                throw new UnsupportedOperationException("The states of workers cannot be changed.");
            }
        };
    }
}
