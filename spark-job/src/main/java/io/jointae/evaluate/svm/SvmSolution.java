package io.jointae.evaluate.svm;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The solutions of several binary problems.
 *
 * @param width number of features plus one for the bias, which is last
 * @param weights {@code [width, problems]}, column after column
 * @param objectives {@code [problems]}, values of the objective
 * @param gaps {@code [problems]}, duality gaps: upper bounds of how far the objectives are above their minima
 */
@DefaultSerializer(JavaSerializer.class)
record SvmSolution(int width, float[] weights, double[] objectives, double[] gaps) implements Serializable {}
