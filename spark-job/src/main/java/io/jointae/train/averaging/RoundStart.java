package io.jointae.train.averaging;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.vector.FlatVector;
import java.io.Serializable;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The state that the workers start a round from. This record only refers to the numbers.
 *
 * @param id identifies this round; no other round has it
 * @param common the parameters and the optimizer state of all workers as a broadcast; null if they are in the block store
 *     of this process, or if the round needs none
 * @param workerStates the optimizer state of each worker, if workers keep their own and their states come from the
 *     driver; broadcast separately, so that no worker receives the state of another
 * @param continues the {@link #id} of the round that ended with these numbers on a single worker, which then need not
 *     receive what it still holds; {@link #NONE} if there is no such round
 * @param blocks the block groups of the round
 */
@DefaultSerializer(JavaSerializer.class)
record RoundStart(
        long id,
        Broadcast<Vectors> common,
        TreeMap<Integer, Broadcast<FlatVector>> workerStates,
        long continues,
        Blocks blocks)
        implements Serializable {

    static final long NONE = -1;

    /**
     * Groups of {@link RoundBlocks}; {@link RoundBlocks#NONE} for each one that the round does not use.
     *
     * @param start the common vectors at the start, if driver and workers are one process
     * @param results the vectors of the results, if driver and workers are one process
     * @param keptBefore the optimizer states that the workers kept at the end of the round before
     * @param keptAfter the optimizer states that the workers keep at the end of this round
     */
    @DefaultSerializer(JavaSerializer.class)
    record Blocks(int start, int results, int keptBefore, int keptAfter) implements Serializable {

        static final Blocks NONE = new Blocks(RoundBlocks.NONE, RoundBlocks.NONE, RoundBlocks.NONE, RoundBlocks.NONE);
    }

    /**
     * The numbers that all workers share at the start of a round, or that one worker returns.
     *
     * @param parameters all parameters of the stack
     * @param optimizerState empty if the updater has no state, or if it starts anew
     * @param velocity the velocity of the outer optimizer, if the workers apply it; otherwise empty
     */
    @DefaultSerializer(JavaSerializer.class)
    record Vectors(FlatVector parameters, FlatVector optimizerState, FlatVector velocity) implements Serializable {

        Vectors(FlatVector parameters, FlatVector optimizerState) {
            this(parameters, optimizerState, FlatVector.EMPTY);
        }

        static Vectors of(TrainingState state) {
            return new Vectors(new FlatVector(state.parameters()), new FlatVector(state.optimizerState()));
        }

        Vectors withVelocity(float[] outerVelocity) {
            return new Vectors(parameters, optimizerState, new FlatVector(outerVelocity));
        }
    }

    /** Broadcasts a state from the driver. The caller {@link #destroy destroys} the broadcast after the round. */
    static RoundStart broadcast(JavaSparkContext context, TrainingState state, long continues) {
        Broadcast<Vectors> common = context.broadcast(Vectors.of(state));
        return new RoundStart(common.id(), common, broadcastStates(context, state), continues, Blocks.NONE);
    }

    /** Broadcasts the states of the workers. Spark moves them to disk on the driver where memory is short. */
    static TreeMap<Integer, Broadcast<FlatVector>> broadcastStates(JavaSparkContext context, TrainingState state) {
        TreeMap<Integer, Broadcast<FlatVector>> workerStates = new TreeMap<>();
        state.workerStates()
                .forEach((worker, values) -> workerStates.put(worker, context.broadcast(new FlatVector(values))));
        return workerStates;
    }

    /** Returns whether a worker can read the numbers. Otherwise it must hold those of the round before. */
    boolean hasNumbers() {
        return common != null || blocks.start() != RoundBlocks.NONE;
    }

    /** Returns the parameters. The array is not a copy and must not be changed. */
    float[] parameters() {
        return vectors().parameters().values();
    }

    /** Returns the velocity of the outer optimizer, if the workers apply it; otherwise an empty vector. */
    FlatVector velocity() {
        return vectors().velocity();
    }

    /** Returns the optimizer state of a worker. The array is not a copy and must not be changed. */
    float[] optimizerState(int worker) {
        if (blocks.keptBefore() != RoundBlocks.NONE) {
            return RoundBlocks.get(blocks.keptBefore(), worker, FlatVector.class)
                    .orElseThrow(() -> new IllegalStateException(
                            "The optimizer state that worker " + worker + " kept was lost with its executors."))
                    .values();
        }
        Broadcast<FlatVector> workerState = workerStates.get(worker);
        return workerState == null
                ? vectors().optimizerState().values()
                : workerState.value().values();
    }

    private Vectors vectors() {
        return common != null
                ? common.value()
                : RoundBlocks.get(blocks.start(), 0, Vectors.class)
                        .orElseThrow(() -> new IllegalStateException("The start of the round was deleted."));
    }

    void destroy() {
        if (common != null) {
            common.destroy();
        }
        workerStates.values().forEach(Broadcast::destroy);
        if (blocks.start() != RoundBlocks.NONE) {
            RoundBlocks.removeLocal(blocks.start());
        }
        if (blocks.results() != RoundBlocks.NONE) {
            RoundBlocks.removeLocal(blocks.results());
        }
    }
}
