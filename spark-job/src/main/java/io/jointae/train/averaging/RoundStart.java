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
 * The state that the workers start a round from. The numbers are broadcast, and this record only refers to them.
 *
 * @param common the parameters and the optimizer state of all workers
 * @param workerStates the optimizer state of each worker, if workers keep their own; broadcast separately, so that no
 *     worker receives the state of another
 * @param continues the {@link #id} of the round that ended with these numbers on a single worker, which then need not
 *     receive what it still holds; {@link #NONE} if there is no such round
 */
@DefaultSerializer(JavaSerializer.class)
record RoundStart(Broadcast<Vectors> common, TreeMap<Integer, Broadcast<FlatVector>> workerStates, long continues)
        implements Serializable {

    static final long NONE = -1;

    /**
     * The numbers that all workers share.
     *
     * @param parameters all parameters of the stack
     * @param optimizerState empty if the updater has no state, or if it starts anew
     */
    @DefaultSerializer(JavaSerializer.class)
    record Vectors(FlatVector parameters, FlatVector optimizerState) implements Serializable {}

    /** Broadcasts a state from the driver. The caller {@link #destroy destroys} the broadcast after the round. */
    static RoundStart broadcast(JavaSparkContext context, TrainingState state, long continues) {
        TreeMap<Integer, Broadcast<FlatVector>> workerStates = new TreeMap<>();
        state.workerStates()
                .forEach((worker, values) -> workerStates.put(worker, context.broadcast(new FlatVector(values))));
        Vectors common = new Vectors(new FlatVector(state.parameters()), new FlatVector(state.optimizerState()));
        return new RoundStart(context.broadcast(common), workerStates, continues);
    }

    /** Returns an identifier of this round that no other round has. */
    long id() {
        return common.id();
    }

    /** Returns the parameters. The array is not a copy and must not be changed. */
    float[] parameters() {
        return common.value().parameters().values();
    }

    /** Returns the optimizer state of a worker. The array is not a copy and must not be changed. */
    float[] optimizerState(int worker) {
        Broadcast<FlatVector> workerState = workerStates.get(worker);
        return workerState == null
                ? common.value().optimizerState().values()
                : workerState.value().values();
    }

    void destroy() {
        common.destroy();
        workerStates.values().forEach(Broadcast::destroy);
    }
}
