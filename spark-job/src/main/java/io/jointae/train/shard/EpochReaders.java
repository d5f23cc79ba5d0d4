package io.jointae.train.shard;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The readers that rounds left in the middle of an epoch, with the blocks that the next round starts with. An executor
 * keeps one per worker.
 */
public final class EpochReaders {

    private final Map<Integer, IdleReader> idle = new HashMap<>();

    /** @param epoch the index of the epoch within the phase, from 0 */
    private record IdleReader(EpochReader reader, int epoch) {}

    /**
     * Takes the reader that the round before left, if it stands at the given position.
     *
     * @param worker the index of the worker, from 0
     * @param epoch the index of the epoch within the phase, from 0
     * @param position the number of examples of this epoch that were read
     */
    public synchronized Optional<EpochReader> take(int worker, int epoch, int position) {
        return Optional.ofNullable(idle.remove(worker))
                .filter(left -> left.epoch == epoch && left.reader.position() == position)
                .map(IdleReader::reader);
    }

    /** Keeps a reader for the next round of a worker. */
    public synchronized void keep(EpochReader reader, int worker, int epoch) {
        idle.put(worker, new IdleReader(reader, epoch));
    }
}
