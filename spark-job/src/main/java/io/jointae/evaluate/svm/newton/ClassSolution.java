package io.jointae.evaluate.svm.newton;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The solution of one class against the rest at one cost.
 *
 * @param weights {@code [features + 1]}, the bias last
 * @param objective value of the objective
 * @param gap duality gap: an upper bound of how far the objective is above its minimum
 */
@DefaultSerializer(JavaSerializer.class)
public record ClassSolution(float[] weights, double objective, double gap) implements Serializable {}
