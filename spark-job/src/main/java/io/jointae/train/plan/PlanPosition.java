package io.jointae.train.plan;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * A position in a {@link TrainingPlan}, between two steps.
 *
 * @param phase the index of the current phase, from 0; the number of phases if the run has finished
 * @param epoch the number of complete epochs in this phase
 * @param batch the number of batches of the next epoch that each worker has trained on
 */
@DefaultSerializer(JavaSerializer.class)
public record PlanPosition(int phase, int epoch, int batch) implements Serializable {}
