package io.jointae.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Checks that memory which the heap is giving back does not count as memory outside the heap. */
class MemoryOutsideHeapTest {

    private static final long MILLISECOND = 1_000_000;

    private final MemoryOutsideHeap memory = new MemoryOutsideHeap();

    @Test
    void pagesThatTheHeapGivesBackDoNotCount() {
        memory.add(0, 2300, 2000);
        memory.add(100 * MILLISECOND, 2300, 300);
        memory.add(200 * MILLISECOND, 600, 300);
        assertThat(memory.peak()).isEqualTo(300);
    }

    @Test
    void memoryThatStaysResidentAfterASecondCounts() {
        memory.add(0, 2300, 2000);
        memory.add(1001 * MILLISECOND, 2300, 300);
        assertThat(memory.peak()).isEqualTo(2000);
    }

    @Test
    void thePeakStaysWhenMemoryIsFreed() {
        memory.add(0, 900, 500);
        memory.add(50 * MILLISECOND, 1000, 500);
        memory.add(100 * MILLISECOND, 700, 500);
        assertThat(memory.peak()).isEqualTo(500);
    }

    @Test
    void noSampleGivesNoPeak() {
        assertThat(memory.peak()).isEqualTo(-1);
    }
}
