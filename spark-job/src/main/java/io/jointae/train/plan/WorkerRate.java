package io.jointae.train.plan;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The speed of one worker in a round or in an epoch.
 *
 * @param worker the index of the worker, from 0
 * @param executor Spark's id of the executor that ran it; {@code driver} in a session of one process
 * @param host the host of that executor
 * @param examples the number of examples that it trained on
 * @param seconds the time that it spent in training steps
 */
@DefaultSerializer(JavaSerializer.class)
public record WorkerRate(int worker, String executor, String host, long examples, double seconds)
        implements Serializable {

    /** Returns the examples per second of training steps; 0 if the worker trained on no example. */
    public double examplesPerSecond() {
        return examples == 0 ? 0 : examples / seconds;
    }

    /** Returns the speed of this work and of later work of the same worker, on the executor of the later work. */
    public WorkerRate plus(WorkerRate later) {
        return new WorkerRate(worker, later.executor, later.host, examples + later.examples, seconds + later.seconds);
    }
}
