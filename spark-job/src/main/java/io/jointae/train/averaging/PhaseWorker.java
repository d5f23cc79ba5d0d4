package io.jointae.train.averaging;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.runtime.TaskDevice;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Replica;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.ReplicaPool;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.StepShape;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.WorkerRate;
import io.jointae.train.shard.EpochReaders;
import io.jointae.train.shard.EpochSteps;
import io.jointae.train.shard.RowOrder;
import io.jointae.train.shard.Shard;
import io.jointae.train.vector.FlatVector;
import io.jointae.train.vector.PeerVectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;

/**
 * The work of the executors in one phase. It is broadcast once per phase and runs rounds on a shard. An executor keeps
 * its replicas between rounds in a {@link ReplicaPool}, and the start of each round overwrites their numbers.
 */
@DefaultSerializer(JavaSerializer.class)
final class PhaseWorker implements Serializable {

    private static final long serialVersionUID = 1;

    private final TrainingPlan plan;
    private final int index;
    private final RowOrder.Kind order;
    private transient ReplicaPool replicas;
    private transient EpochReaders readers;

    /**
     * @param index the index of the phase in the plan, from 0
     * @param order how an epoch orders the examples of a worker
     */
    PhaseWorker(TrainingPlan plan, int index, RowOrder.Kind order) {
        this.plan = plan;
        this.index = index;
        this.order = order;
    }

    /**
     * Takes the local steps of one round.
     *
     * @param start the parameters and the optimizer state to start from, which are not changed
     * @return null if the start has no numbers, and this executor does not hold those of the round before
     */
    RoundResult run(RoundWork work, RoundStart start, Shard shard) {
        try (ReplicaPool.Borrowed borrowed = borrow(start, shard.worker())) {
            if (borrowed == null) {
                return null;
            }
            Replica replica = borrowed.replica();
            List<RoundResult.Epoch> epochs = new ArrayList<>();
            boolean finite = true;
            for (int epoch = work.firstEpoch(); finite && epoch < work.firstEpoch() + work.epochs(); epoch++) {
                EpochTotals totals = trainEpoch(replica, shard, epoch, work);
                epochs.add(ended(totals, replica, shard, epoch, work));
                finite = Double.isFinite(totals.cost());
            }
            RoundResult result = result(replica, start.blocks(), shard.worker(), epochs);
            giveBack(borrowed, start.id(), !finite || endsWork(work, shard));
            return result;
        }
    }

    /** Returns an epoch of a round, with reconstruction costs if the plan has them after this epoch. */
    RoundResult.Epoch ended(EpochTotals totals, Replica replica, Shard shard, int epoch, RoundWork work) {
        boolean evaluate = work.evaluate() && plan.evaluates(index, epoch + 1);
        return new RoundResult.Epoch(totals, evaluate ? reconstructionTotals(replica, shard) : null);
    }

    /** Returns the result of a round at whose end a replica stands. */
    static RoundResult result(Replica replica, RoundStart.Blocks blocks, int worker, List<RoundResult.Epoch> epochs) {
        RoundStart.Vectors vectors = vectors(replica, blocks, worker);
        WorkerRate rate = rate(worker, epochs);
        return new RoundResult(
                worker, rate.examples(), vectors.parameters(), vectors.optimizerState(), epochs, List.of(rate));
    }

    /**
     * Takes several rounds together with the other workers, which run at the same time, and averages with them after each
     * one.
     *
     * @param start the parameters, the optimizer state and the velocity to start from, which are not changed
     * @param reader reads the shard of the worker
     */
    PeerResult runTogether(PeerWork work, RoundStart start, Supplier<Shard> reader) {
        PeerVectors peers = PeerVectors.join(start.id());
        List<RoundResult.Epoch> rounds = new ArrayList<>();
        Shard shard = null;
        ReplicaPool.Borrowed borrowed = null;
        PeerMeeting meeting = null;
        try {
            for (int r = 0; r < work.rounds(); r++) {
                EpochTotals totals;
                try {
                    if (r == 0) {
                        shard = reader.get();
                        borrowed = borrow(start, shard.worker());
                        meeting = new PeerMeeting(peers, plan.averaging(), start);
                    }
                    totals = trainEpoch(borrowed.replica(), shard, work.epoch(), work.round(r));
                    meeting.publish(borrowed.replica());
                } catch (RuntimeException | OutOfMemoryError e) {
                    // The others would wait for this worker, and Spark would repeat the job as if an executor had been
                    // lost.
                    PeerMeeting.stop(peers);
                    return PeerResult.stopped(peers.own(), e.toString());
                }
                if (!meeting.meet(borrowed.replica(), totals.examples())) {
                    return PeerResult.stopped(peers.own(), null);
                }
                boolean evaluate =
                        work.endsEpoch() && r == work.rounds() - 1 && plan.evaluates(index, work.epoch() + 1);
                rounds.add(new RoundResult.Epoch(
                        totals, evaluate ? reconstructionTotals(borrowed.replica(), shard) : null));
            }
            if (start.blocks().keptAfter() != RoundBlocks.NONE) {
                RoundBlocks.putShared(
                        start.blocks().keptAfter(),
                        shard.worker(),
                        new FlatVector(borrowed.replica().state()));
            }
            boolean last = work.endsEpoch()
                    && work.epoch() + 1 == plan.phases().get(index).epochs();
            giveBack(borrowed, RoundStart.NONE, last);
            return meeting.result(shard.worker(), rounds, rate(shard.worker(), rounds));
        } finally {
            if (borrowed != null) {
                borrowed.close();
            }
        }
    }

    /** Returns the vectors that the result carries to the driver. Others go into the block store. */
    private static RoundStart.Vectors vectors(Replica replica, RoundStart.Blocks blocks, int worker) {
        float[] parameters = replica.parameters();
        float[] state = replica.state();
        if (blocks.keptAfter() != RoundBlocks.NONE) {
            RoundBlocks.putShared(blocks.keptAfter(), worker, new FlatVector(state));
            state = new float[0];
        }
        if (blocks.results() == RoundBlocks.NONE) {
            return new RoundStart.Vectors(FlatVector.releasedOnWrite(parameters), FlatVector.releasedOnWrite(state));
        }
        RoundBlocks.putLocal(
                blocks.results(), worker, new RoundStart.Vectors(new FlatVector(parameters), new FlatVector(state)));
        return new RoundStart.Vectors(FlatVector.EMPTY, FlatVector.EMPTY);
    }

    private static WorkerRate rate(int worker, List<RoundResult.Epoch> epochs) {
        BlockManagerId place = SparkEnv.get().blockManager().blockManagerId();
        long examples =
                epochs.stream().mapToLong(epoch -> epoch.totals().examples()).sum();
        double seconds = epochs.stream()
                .mapToDouble(epoch -> epoch.totals().stepSeconds())
                .sum();
        return new WorkerRate(worker, place.executorId(), place.host(), examples, seconds);
    }

    /**
     * Returns the reconstruction costs of the parameters at the start of a round.
     *
     * @param last whether no job of this phase follows
     */
    ReconstructionTotals evaluate(RoundStart start, Shard shard, boolean last) {
        try (ReplicaPool.Borrowed borrowed = borrow(start, shard.worker())) {
            ReconstructionTotals costs = reconstructionTotals(borrowed.replica(), shard);
            giveBack(borrowed, RoundStart.NONE, last);
            return costs;
        }
    }

    /** Returns whether no job of this phase follows a round. */
    private boolean endsWork(RoundWork work, Shard shard) {
        int end = work.firstEpoch() + work.epochs();
        boolean lastBatch = (long) work.firstBatch() + work.batches() >= shard.batches(plan.batchSize());
        return end == plan.phases().get(index).epochs()
                && lastBatch
                && (work.evaluate() || !plan.evaluates(index, end));
    }

    /** Keeps a replica for the next round. After the last one, it releases the memory of all that wait in this process. */
    private void giveBack(ReplicaPool.Borrowed borrowed, long endOf, boolean last) {
        borrowed.giveBack(endOf);
        if (last) {
            replicas().close();
        }
    }

    /** Returns the replicas of this process that no task uses. */
    synchronized ReplicaPool replicas() {
        if (replicas == null) {
            replicas = new ReplicaPool(RoundStart.NONE);
        }
        return replicas;
    }

    /** Returns what the steps of another run must have in common with those of this one to be taken together. */
    StepShape stepShape() {
        return StepShape.of(plan, index);
    }

    /** Returns the steps of an epoch, or of a part of it. */
    EpochSteps steps(Shard shard, int epoch, RoundWork work) {
        RowOrder.Epoch coordinates = new RowOrder.Epoch(plan.seed(), index, epoch, shard.worker());
        return new EpochSteps(plan.steps(), shard, order, coordinates, readers(), work.firstBatch(), work.batches());
    }

    private EpochTotals trainEpoch(Replica replica, Shard shard, int epoch, RoundWork work) {
        EpochSteps steps = steps(shard, epoch, work);
        while (steps.hasNext()) {
            steps.addCost(replica.train(steps.next(replica.stretch())));
        }
        return steps.end();
    }

    private ReconstructionTotals reconstructionTotals(Replica replica, Shard shard) {
        int layers = plan.phases().get(index).objective().hi();
        ReconstructionTotals.Sums clean =
                ReconstructionTotals.Sums.of(replica, shard, order, layers, OptionalLong.empty());
        ReconstructionTotals.Sums corrupted = null;
        if (plan.architecture().bottom(layers).corrupts()) {
            corrupted = ReconstructionTotals.Sums.of(
                    replica, shard, order, layers, OptionalLong.of(RandomStreams.evaluationKey(plan.seed())));
        }
        return new ReconstructionTotals(
                clean, corrupted, shard.trainSample(), shard.valid().size());
    }

    private synchronized EpochReaders readers() {
        if (readers == null) {
            readers = new EpochReaders();
        }
        return readers;
    }

    /** Returns a replica with the numbers of the start of a round; null if it has none and no replica holds them. */
    private ReplicaPool.Borrowed borrow(RoundStart start, int worker) {
        Arithmetic arithmetic = plan.steps().arithmetic();
        Optional<String> device = TaskDevice.select(arithmetic.engine().usesGpu());
        ReplicaPool.Borrowed borrowed = replicas().borrow(device, () -> newReplica(arithmetic.open(device)));
        if (start.continues() != RoundStart.NONE && start.continues() == borrowed.label()) {
            return borrowed;
        }
        if (!start.hasNumbers()) {
            borrowed.giveBack(borrowed.label());
            return null;
        }
        try {
            borrowed.replica().set(start.parameters(), start.optimizerState(worker));
            return borrowed;
        } catch (RuntimeException | Error e) {
            borrowed.close();
            throw e;
        }
    }

    /** Returns a replica without numbers. */
    Replica newReplica(ElementWise ops) {
        Phase phase = plan.phases().get(index);
        return new Replica(plan.architecture(), phase.objective(), plan.updater(), phase.learningRateArray(), ops);
    }
}
