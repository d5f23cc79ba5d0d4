package io.jointae.evaluate.sample;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Some neighboring chains, step by step in one batch. */
final class ChainIterator implements Iterator<RowBlock> {

    /** Rows that a block gathers, at least, while there are any. */
    private static final int BLOCK = 512;

    private final ForwardPass pass;
    private final SamplingPlan plan;
    private final int first;
    private final int chains;
    private final int inputs;
    private final long corruption;
    private final long draws;
    private final float[] state;
    private final float[] codes;
    private int step;
    private int kept;

    /**
     * @param first number of the first chain
     * @param starts {@code [chains, inputs]}
     */
    ChainIterator(StackModel model, int first, float[] starts, SamplingPlan plan) {
        this.plan = plan;
        this.first = first;
        inputs = model.architecture().inputs();
        chains = starts.length / inputs;
        pass = new ForwardPass(model, chains);
        state = starts.clone();
        codes = new float
                [chains * model.architecture().width(model.architecture().depth())];
        corruption = CounterRandom.key(plan.seed(), "chain");
        draws = CounterRandom.key(plan.seed(), "chain draws");
    }

    @Override
    public boolean hasNext() {
        return kept < plan.perChain();
    }

    @Override
    public RowBlock next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int most = Math.min(plan.perChain() - kept, (BLOCK + chains - 1) / chains);
        int rows = most * chains;
        long[] ids = new long[rows];
        int[] labels = new int[rows];
        float[] values = new float[rows * inputs];
        for (int t = 0, row = 0; t < most; t++, kept++) {
            for (int s = kept == 0 ? -plan.burnIn() : 1 - plan.thin(); s <= 0; s++) {
                step();
            }
            for (int c = 0; c < chains; c++, row++) {
                ids[row] = (long) (first + c) * plan.perChain() + kept;
                labels[row] = first + c;
            }
            System.arraycopy(state, 0, values, t * chains * inputs, chains * inputs);
        }
        return new RowBlock(ids, labels, values);
    }

    /** {@code X_t} to {@code X_{t+1}}. */
    private void step() {
        int depth = pass.architecture().depth();
        pass.encodeCorrupted(state, chains, depth, CounterRandom.key(corruption, step), first, codes);
        pass.decode(codes, chains, depth, state);
        if (plan.draw() == SamplingPlan.Draw.SAMPLED) {
            long key = CounterRandom.key(draws, step);
            for (int c = 0; c < chains; c++) {
                long chain = CounterRandom.key(key, first + c);
                for (int i = 0; i < inputs; i++) {
                    state[c * inputs + i] = CounterRandom.uniform(chain, i) < state[c * inputs + i] ? 1f : 0f;
                }
            }
        }
        step++;
    }
}
