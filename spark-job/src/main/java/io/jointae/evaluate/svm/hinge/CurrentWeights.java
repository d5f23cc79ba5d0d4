package io.jointae.evaluate.svm.hinge;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The weights at which a loss is evaluated.
 *
 * @param version number of the evaluation, from 1
 * @param weights {@code [width, problems]}
 * @param positives {@code [problems]}, positive class of each problem
 */
@DefaultSerializer(JavaSerializer.class)
record CurrentWeights(long version, float[] weights, int[] positives) implements Serializable {}
