package io.jointae.evaluate.sample;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.TaskModel;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.compute.ForwardPass;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Runs consecutive chains in one batch, step by step, and returns blocks of their samples. */
final class ChainIterator implements Iterator<RowBlock> {

    /** Minimum number of rows per block, except for the last block. */
    private static final int BLOCK_ROWS = 512;

    private final ForwardPass pass;
    private final SamplingPlan plan;
    private final int firstChain;
    private final int chains;
    private final int inputs;
    private final long corruptionKey;
    private final long drawKey;
    private final float[] state;
    private final float[] codes;
    private int step;
    private int position;

    /**
     * Creates the chains at their initial states.
     *
     * @param model denoising model
     * @param firstChain number of the first chain
     * @param starts {@code [chains, inputs]}, initial states
     * @param plan number of samples and how they are drawn
     */
    ChainIterator(TaskModel model, int firstChain, float[] starts, SamplingPlan plan) {
        this.plan = plan;
        this.firstChain = firstChain;
        inputs = model.inputs();
        chains = starts.length / inputs;
        pass = model.open(chains);
        state = starts.clone();
        codes = new float[chains * pass.architecture().width(pass.architecture().depth())];
        corruptionKey = CounterRandom.key(plan.seed(), "chain");
        drawKey = CounterRandom.key(plan.seed(), "chain draws");
    }

    @Override
    public boolean hasNext() {
        return position < plan.perChain();
    }

    @Override
    public RowBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int positions = Math.min(plan.perChain() - position, (BLOCK_ROWS + chains - 1) / chains);
        int rows = positions * chains;
        long[] ids = new long[rows];
        int[] labels = new int[rows];
        float[] values = new float[rows * inputs];
        for (int t = 0, row = 0; t < positions; t++, position++) {
            for (int s = position == 0 ? -plan.burnIn() : 1 - plan.thin(); s <= 0; s++) {
                step();
            }
            for (int c = 0; c < chains; c++, row++) {
                ids[row] = (long) (firstChain + c) * plan.perChain() + position;
                labels[row] = firstChain + c;
            }
            System.arraycopy(state, 0, values, t * chains * inputs, chains * inputs);
        }
        return new RowBlock(ids, labels, values);
    }

    /** Advances all chains from {@code X_t} to {@code X_{t+1}}. */
    private void step() {
        int depth = pass.architecture().depth();
        pass.encodeCorrupted(state, chains, depth, CounterRandom.key(corruptionKey, step), firstChain, codes);
        pass.decode(codes, chains, depth, state);
        if (plan.draw() == SamplingPlan.Draw.SAMPLED) {
            long key = CounterRandom.key(drawKey, step);
            for (int c = 0; c < chains; c++) {
                long chain = CounterRandom.key(key, firstChain + c);
                for (int i = 0; i < inputs; i++) {
                    state[c * inputs + i] = CounterRandom.uniform(chain, i) < state[c * inputs + i] ? 1f : 0f;
                }
            }
        }
        step++;
    }
}
