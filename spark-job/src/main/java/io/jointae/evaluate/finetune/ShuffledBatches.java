package io.jointae.evaluate.finetune;

import io.jointae.stack.RandomStreams;
import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Minibatches for DL4J's trainers. Every {@link #reset} shuffles the rows for the next epoch, as determined by the seed. */
final class ShuffledBatches implements DataSetIterator {

    private static final long serialVersionUID = 1;

    private final transient LabeledRows rows;
    private final int classes;
    private final int batchSize;
    private final long seed;
    private transient int[] order;
    private int epoch;
    private int position;

    ShuffledBatches(LabeledRows rows, int classes, int batchSize, long seed) {
        this.rows = rows;
        this.classes = classes;
        this.batchSize = batchSize;
        this.seed = seed;
        reset();
    }

    @Override
    public void reset() {
        order = RandomStreams.order(seed, 0, epoch++, 0, rows.size());
        position = 0;
    }

    @Override
    public boolean hasNext() {
        return position < rows.size();
    }

    @Override
    public DataSet next() {
        return next(batchSize);
    }

    @Override
    public DataSet next(int n) {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int to = Math.min(rows.size(), position + n);
        DataSet batch = rows.batch(order, position, to, classes);
        position = to;
        return batch;
    }

    @Override
    public int inputColumns() {
        return rows.batch(order, 0, 1, classes).numInputs();
    }

    @Override
    public int totalOutcomes() {
        return classes;
    }

    @Override
    public int batch() {
        return batchSize;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    /** Returns false: no background thread loads batches, because a fine-tuning uses a single core. */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("The rows need no preprocessing.");
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public List<String> getLabels() {
        return null;
    }
}
