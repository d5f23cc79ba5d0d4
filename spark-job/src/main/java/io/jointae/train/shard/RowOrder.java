package io.jointae.train.shard;

import io.jointae.stack.RandomStreams;
import io.jointae.train.plan.StepSettings;
import java.util.Arrays;

/**
 * The order in which a worker takes its examples in one epoch. An epoch is a sequence of windows. A window is a set of
 * blocks whose rows are taken in one order, so a worker needs the blocks of one window at a time. Every order takes each
 * example once per epoch.
 */
public final class RowOrder {

    /** How an epoch orders the examples of a worker. */
    public enum Kind {
        /** All examples in the order of their positions. Each block is a window. */
        SEQUENTIAL,
        /** One random order of all examples. The only window has all blocks. */
        SHUFFLED,
        /**
         * A random order of the blocks, then a random order of the examples of every {@value RowOrder#WINDOW_BLOCKS}
         * blocks. A worker holds two windows of 64 MiB each, whatever the size of its data.
         */
        BLOCKWISE;

        /**
         * Returns the kind for a dataset. It depends on the size of the data and not on the memory of the executors, so
         * that the same run gives the same numbers on every cluster.
         *
         * @param rows the number of training examples of all workers
         * @param width the number of values per example
         */
        public static Kind of(StepSettings steps, long rows, int width) {
            if (!steps.shuffle()) {
                return SEQUENTIAL;
            }
            return steps.shufflesAsAWhole(rows, width) ? SHUFFLED : BLOCKWISE;
        }
    }

    /** The number of blocks whose examples are mixed by {@link Kind#BLOCKWISE}. */
    public static final int WINDOW_BLOCKS = 8;

    /**
     * The coordinates of an epoch, which determine its random order.
     *
     * @param seed the seed of the run
     * @param phase the index of the phase, from 0
     * @param epoch the index of the epoch within the phase, from 0
     * @param worker the index of the worker, from 0
     */
    public record Epoch(long seed, int phase, int epoch, int worker) {}

    private final Kind kind;
    private final Epoch epoch;
    private final ExampleBlocks blocks;
    private final int[][] windows;

    private RowOrder(Kind kind, Epoch epoch, ExampleBlocks blocks, int[][] windows) {
        this.kind = kind;
        this.epoch = epoch;
        this.blocks = blocks;
        this.windows = windows;
    }

    /** Returns the order of an epoch. */
    public static RowOrder of(Kind kind, Epoch epoch, ExampleBlocks blocks) {
        int count = blocks.count();
        int[][] windows = switch (kind) {
            case SEQUENTIAL -> windows(RandomStreams.identity(count), 1);
            case SHUFFLED -> windows(RandomStreams.identity(count), Math.max(1, count));
            case BLOCKWISE ->
                windows(
                        RandomStreams.blockOrder(epoch.seed, epoch.phase, epoch.epoch, epoch.worker, count),
                        WINDOW_BLOCKS);
        };
        return new RowOrder(kind, epoch, blocks, windows);
    }

    /** Cuts a list of blocks into windows. The blocks of a window are sorted, so that a short block is the last one. */
    private static int[][] windows(int[] order, int blocksPerWindow) {
        int[][] windows = new int[(order.length + blocksPerWindow - 1) / blocksPerWindow][];
        for (int w = 0; w < windows.length; w++) {
            int from = w * blocksPerWindow;
            windows[w] = Arrays.copyOfRange(order, from, Math.min(order.length, from + blocksPerWindow));
            Arrays.sort(windows[w]);
        }
        return windows;
    }

    /** Returns the number of windows. */
    int windows() {
        return windows.length;
    }

    /** Returns the blocks of a window, in ascending order. */
    int[] blocks(int window) {
        return windows[window];
    }

    /** Returns the number of examples of a window. */
    int size(int window) {
        return Arrays.stream(windows[window]).map(blocks::rows).sum();
    }

    /**
     * Returns the examples of a window in their order. Example {@code i} stands for row {@code i mod rowsPerBlock} of the
     * block {@code blocks(window)[i / rowsPerBlock]}.
     */
    int[] rows(int window) {
        int size = size(window);
        return switch (kind) {
            case SEQUENTIAL -> RandomStreams.identity(size);
            case SHUFFLED -> RandomStreams.order(epoch.seed, epoch.phase, epoch.epoch, epoch.worker, size);
            case BLOCKWISE ->
                RandomStreams.windowOrder(epoch.seed, epoch.phase, epoch.epoch, epoch.worker, window, size);
        };
    }
}
