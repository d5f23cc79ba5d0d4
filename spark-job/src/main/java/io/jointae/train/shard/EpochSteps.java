package io.jointae.train.shard;

import io.jointae.stack.RandomStreams;
import io.jointae.stack.compute.Stretch;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.StepSettings;

/** The steps that a worker takes in one epoch: consecutive batches of its examples, given as stretches. */
public final class EpochSteps {

    private final StepSettings settings;
    private final Shard shard;
    private final RowOrder.Epoch epoch;
    private final EpochReaders readers;
    private final EpochReader reader;
    private final long begin = System.nanoTime();
    private final int end;
    private Stretch stretch;
    private int batch;
    private double cost;
    private long examples;

    /**
     * Starts before a batch.
     *
     * @param order how an epoch orders the examples
     * @param readers may hold a reader that stands there, and receives the one that these steps leave within the epoch
     * @param firstBatch the index of the first batch, from 0
     * @param batches the most batches; fewer if the epoch ends
     */
    public EpochSteps(
            StepSettings settings,
            Shard shard,
            RowOrder.Kind order,
            RowOrder.Epoch epoch,
            EpochReaders readers,
            int firstBatch,
            int batches) {
        this.settings = settings;
        this.shard = shard;
        this.epoch = epoch;
        this.readers = readers;
        this.batch = firstBatch;
        this.end = (int) Math.min(shard.batches(settings.batchSize()), (long) firstBatch + batches);
        int position = (int) Math.min(shard.train().size(), (long) firstBatch * settings.batchSize());
        this.reader = readers.take(epoch.worker(), epoch.epoch(), position)
                .orElseGet(() -> new EpochReader(shard.train(), RowOrder.of(order, epoch, shard.train()), position));
    }

    /** Returns whether there are more steps. */
    public boolean hasNext() {
        return batch < end;
    }

    /**
     * Returns the next steps, until the next call.
     *
     * @param longest the most steps, which is the same in each call
     */
    public Stretch next(int longest) {
        int size = shard.train().size();
        if (stretch == null) {
            long noise = RandomStreams.corruptionKey(epoch.seed(), epoch.phase(), epoch.epoch());
            int batchSize = Math.max(1, Math.min(settings.batchSize(), size));
            stretch = new Stretch(shard.train().width(), batchSize, longest, noise);
        }
        stretch.clear();
        long stepsBefore = (long) epoch.epoch() * shard.batches(settings.batchSize());
        for (; batch < end && !stretch.isFull(); batch++) {
            int n = Math.min(size - batch * settings.batchSize(), settings.batchSize());
            reader.next(stretch.add(settings.rateFactor(stepsBefore + batch)), n);
            examples += n;
        }
        return stretch;
    }

    /** Adds the cost of the last stretch, summed over its examples. */
    public void addCost(double sum) {
        cost += sum;
    }

    /** Ends the steps and returns their totals. */
    public EpochTotals end() {
        if (reader.position() < shard.train().size()) {
            readers.keep(reader, epoch.worker(), epoch.epoch());
        }
        return new EpochTotals(cost, examples, (System.nanoTime() - begin) * 1e-9);
    }
}
