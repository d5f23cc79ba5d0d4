package io.jointae.stack.engine;

import io.jointae.stack.compute.Replica;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Replicas of one shape that nobody uses now. They wait for their next use, because a new one costs memory and time. The
 * memory of a device is not released by the garbage collector, so each replica is closed by the pool, or by whoever has
 * borrowed it. Thread-safe.
 */
public final class ReplicaPool {

    private final long newLabel;
    private final Deque<Borrowed> idle = new ArrayDeque<>();

    /** @param newLabel the label of a new replica, which has no numbers yet */
    public ReplicaPool(long newLabel) {
        this.newLabel = newLabel;
    }

    /** A replica that is in use. To close it releases its memory, unless it has been given back. Not thread-safe. */
    public final class Borrowed implements AutoCloseable {

        private final Replica replica;
        private final Optional<String> device;
        private long label;
        private boolean givenBack;

        private Borrowed(Replica replica, Optional<String> device, long label) {
            this.replica = replica;
            this.device = device;
            this.label = label;
        }

        /** Returns the replica. */
        public Replica replica() {
            return replica;
        }

        /** Returns the label with which the replica was given back. */
        public long label() {
            return label;
        }

        /**
         * Puts the replica into the pool.
         *
         * @param contents a label of its numbers, by which the next user knows them
         */
        public void giveBack(long contents) {
            synchronized (ReplicaPool.this) {
                label = contents;
                givenBack = true;
                idle.push(this);
            }
        }

        @Override
        public void close() {
            if (!givenBack) {
                replica.close();
            }
        }
    }

    /**
     * Takes a replica out of the pool.
     *
     * @param device the address of the GPU that holds its numbers; empty for the processor
     * @param make makes a replica on this device if there is none
     */
    public synchronized Borrowed borrow(Optional<String> device, Supplier<Replica> make) {
        for (Borrowed each : idle) {
            if (each.device.equals(device)) {
                idle.remove(each);
                return new Borrowed(each.replica, device, each.label);
            }
        }
        return new Borrowed(make.get(), device, newLabel);
    }

    /** Releases the memory of the replicas in the pool. */
    public synchronized void close() {
        idle.forEach(each -> each.replica.close());
        idle.clear();
    }
}
