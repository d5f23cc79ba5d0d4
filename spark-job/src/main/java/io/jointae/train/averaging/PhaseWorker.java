package io.jointae.train.averaging;

import io.jointae.runtime.TaskDevice;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A phase as the workers see it: broadcast once, it runs rounds over a shard. Replicas are kept between
 * rounds on the executor that made them; what they hold is overwritten by each round's start.
 */
final class PhaseWorker implements Serializable {

    private static final long serialVersionUID = 1;

    private final TrainingPlan plan;
    private final int index;
    private transient Deque<Idle> idle;

    /** @param round whose end it holds; {@link RoundStart#NONE} where it is not known */
    private record Idle(Replica replica, long round) {}

    /** @param index of the phase in the plan */
    PhaseWorker(TrainingPlan plan, int index) {
        this.plan = plan;
        this.index = index;
    }

    /**
     * Takes the local steps of one round.
     *
     * @param start parameters and optimizer state to start from; not changed
     */
    RoundResult run(RoundWork work, RoundStart start, Shard shard) {
        Replica replica = take(start, shard.worker());
        Minibatch batch = new Minibatch(
                shard.train(),
                Math.max(1, Math.min(plan.batchSize(), shard.train().size())));
        List<RoundResult.Epoch> epochs = new ArrayList<>();
        long examples = 0;
        for (int epoch = work.firstEpoch(); epoch < work.firstEpoch() + work.epochs(); epoch++) {
            EpochTotals totals = epoch(replica, batch, shard, epoch, work);
            boolean evaluate = work.evaluate() && plan.evaluates(index, epoch + 1);
            epochs.add(new RoundResult.Epoch(totals, evaluate ? reconstructed(replica, shard) : null));
            examples += totals.examples();
            if (!Double.isFinite(totals.cost())) {
                break;
            }
        }
        boolean keeps = plan.averaging().state() == Averaging.State.KEEP;
        SortedMap<Integer, FlatVector> kept = new TreeMap<>();
        if (keeps) {
            kept.put(shard.worker(), FlatVector.once(replica.state()));
        }
        RoundResult result = new RoundResult(
                shard.worker(),
                examples,
                FlatVector.once(replica.parameters()),
                keeps ? FlatVector.EMPTY : FlatVector.once(replica.state()),
                kept,
                epochs);
        giveBack(replica, start.id());
        return result;
    }

    /** The reconstruction costs of the parameters of a round's start. */
    ReconstructionTotals evaluate(RoundStart start, Shard shard) {
        Replica replica = take(start, shard.worker());
        ReconstructionTotals costs = reconstructed(replica, shard);
        giveBack(replica, RoundStart.NONE);
        return costs;
    }

    private EpochTotals epoch(Replica replica, Minibatch batch, Shard shard, int epoch, RoundWork work) {
        int size = shard.train().size();
        int[] order = plan.shuffle()
                ? RandomStreams.order(plan.seed(), index, epoch, shard.worker(), size)
                : RandomStreams.identity(size);
        long noise = RandomStreams.corruptionKey(plan.seed(), index, epoch);
        long begin = System.nanoTime();
        int last = (int) Math.min(shard.batches(plan.batchSize()), (long) work.firstBatch() + work.batches());
        double cost = 0;
        long examples = 0;
        for (int b = work.firstBatch(); b < last; b++) {
            int from = b * plan.batchSize();
            int to = Math.min(size, from + plan.batchSize());
            cost += replica.step(batch.select(order, from, to), noise) * (to - from);
            examples += to - from;
        }
        return new EpochTotals(cost, examples, (System.nanoTime() - begin) * 1e-9);
    }

    private ReconstructionTotals reconstructed(Replica replica, Shard shard) {
        int layers = plan.phases().get(index).objective().hi();
        int sample = shard.trainSample();
        int valid = shard.valid().size();
        ReconstructionTotals.Sums clean = new ReconstructionTotals.Sums(
                replica.totalCost(shard.train(), sample, layers), replica.totalCost(shard.valid(), valid, layers));
        ReconstructionTotals.Sums corrupted = null;
        if (plan.architecture().bottom(layers).corrupts()) {
            long noise = RandomStreams.evaluationKey(plan.seed());
            corrupted = new ReconstructionTotals.Sums(
                    replica.totalCorruptedCost(shard.train(), sample, layers, noise),
                    replica.totalCorruptedCost(shard.valid(), valid, layers, noise));
        }
        return new ReconstructionTotals(clean, corrupted, sample, valid);
    }

    /** A replica at a round's start. */
    private Replica take(RoundStart start, int worker) {
        Idle taken = take();
        if (start.continues() == RoundStart.NONE || start.continues() != taken.round()) {
            taken.replica().set(start.parameters(), start.optimizer(worker));
        }
        return taken.replica();
    }

    private synchronized Idle take() {
        TaskDevice.select();
        if (idle == null) {
            idle = new ArrayDeque<>();
        }
        Phase phase = plan.phases().get(index);
        return idle.isEmpty()
                ? new Idle(
                        new Replica(plan.architecture(), phase.objective(), plan.updater(), phase.rates()),
                        RoundStart.NONE)
                : idle.pop();
    }

    private synchronized void giveBack(Replica replica, long round) {
        idle.push(new Idle(replica, round));
    }
}
