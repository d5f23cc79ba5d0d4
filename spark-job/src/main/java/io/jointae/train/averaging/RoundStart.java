package io.jointae.train.averaging;

import io.jointae.train.plan.TrainingState;
import java.io.Serializable;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What every worker starts a round from, by handles; the numbers are broadcast.
 *
 * @param common parameters and optimizer state of all workers
 * @param own each worker's optimiser state, where workers keep theirs: by itself, so that nobody takes in another's
 * @param continues {@link #id} of the round that ended with just these numbers on its one worker, which need not
 *     take in what it still holds; {@link #NONE} where there is none
 */
record RoundStart(Broadcast<Vectors> common, TreeMap<Integer, Broadcast<FlatVector>> own, long continues)
        implements Serializable {

    static final long NONE = -1;

    /** @param optimizer empty where the updater has none, and where it starts anew */
    record Vectors(FlatVector parameters, FlatVector optimizer) implements Serializable {}

    /** Goes on its way from the driver; the caller {@link #destroy destroys} it after the round. */
    static RoundStart broadcast(JavaSparkContext context, TrainingState state, long continues) {
        TreeMap<Integer, Broadcast<FlatVector>> own = new TreeMap<>();
        state.kept().forEach((worker, values) -> own.put(worker, context.broadcast(new FlatVector(values))));
        Vectors common = new Vectors(new FlatVector(state.parameters()), new FlatVector(state.optimizer()));
        return new RoundStart(context.broadcast(common), own, continues);
    }

    /** Of this round, unlike any other's. */
    long id() {
        return common.id();
    }

    /** Not a copy, and not to be changed. */
    float[] parameters() {
        return common.value().parameters().values();
    }

    /** Not a copy, and not to be changed. */
    float[] optimizer(int worker) {
        Broadcast<FlatVector> its = own.get(worker);
        return its == null ? common.value().optimizer().values() : its.value().values();
    }

    void destroy() {
        common.destroy();
        own.values().forEach(Broadcast::destroy);
    }
}
