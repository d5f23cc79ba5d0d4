/**
 * Evaluations of frozen codes: a classifier is trained on the codes of one layer, whose parameters do not change, or the
 * codes are measured without labels. Each is an {@link io.jointae.evaluate.Evaluation}:
 *
 * <ul>
 *   <li>{@link io.jointae.evaluate.frozen.ProbeEvaluation}: error of a logistic regression, with few and with all labels
 *   <li>{@link io.jointae.evaluate.frozen.NeighborsEvaluation}: error of the k nearest neighbors, with few and all labels
 *   <li>{@link io.jointae.evaluate.frozen.RankEvaluation}: effective rank of the codes of each layer
 *   <li>{@link io.jointae.evaluate.frozen.AnomalyEvaluation}: reconstruction cost as an anomaly score
 * </ul>
 *
 * <p>The paper has none of them. This package is built on {@code evaluate} and on the methods below it.
 */
package io.jointae.evaluate.frozen;
