package io.jointae.evaluate.svm;

import java.io.Serializable;

/**
 * Solved binary problems.
 *
 * @param width features and the bias, which is last
 * @param weights {@code [width, columns]}, column after column
 * @param objectives [columns], reached
 * @param gaps [columns], at most this much above the minimum
 */
record SvmSolution(int width, float[] weights, double[] objectives, double[] gaps) implements Serializable {}
