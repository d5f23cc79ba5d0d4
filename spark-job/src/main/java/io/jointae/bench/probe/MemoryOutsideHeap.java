package io.jointae.bench.probe;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The highest memory of a process outside its heap, from samples of its resident memory and of the committed heap.
 *
 * <p>G1 counts memory as given back before the system has it: after a full collection of a large heap, some hundred MiB are
 * still resident for a moment although they are not committed any more. So the heap counts with its highest committed size
 * of the last second. Not thread-safe.
 */
final class MemoryOutsideHeap {

    private static final long WINDOW_NANOSECONDS = 1_000_000_000L;

    private final Deque<Committed> recent = new ArrayDeque<>();
    private long peak = -1;

    /** The committed heap in bytes at a time in nanoseconds. */
    private record Committed(long time, long bytes) {}

    /**
     * Adds a sample.
     *
     * @param time the time of the sample in nanoseconds, not before that of the previous sample
     * @param resident the resident memory of the process in bytes
     * @param committed the committed heap in bytes
     */
    void add(long time, long resident, long committed) {
        while (!recent.isEmpty() && time - recent.peekFirst().time() > WINDOW_NANOSECONDS) {
            recent.removeFirst();
        }
        recent.addLast(new Committed(time, committed));
        long heap = recent.stream().mapToLong(Committed::bytes).max().orElse(committed);
        peak = Math.max(peak, resident - heap);
    }

    /** Returns the highest memory outside the heap in bytes, or -1 before the first sample. */
    long peak() {
        return peak;
    }
}
