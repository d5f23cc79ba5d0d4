/**
 * The evaluations of the paper. Each is an {@link io.jointae.evaluate.Evaluation}, a record of its settings, and
 * measures a trained model on a prepared dataset by a few Spark jobs over blocks of rows. Its
 * {@link io.jointae.evaluate.EvaluationOutcome} lists the measured result rows:
 *
 * <ul>
 *   <li>{@link io.jointae.evaluate.ReconstructionEvaluation}: cost of reconstructing rows (Figure 3)
 *   <li>{@link io.jointae.evaluate.SvmEvaluation}: error of a linear SVM on the features (Tables II-IV)
 *   <li>{@link io.jointae.evaluate.FinetuneEvaluation}: error after fine-tuning (Tables V-VII)
 *   <li>{@link io.jointae.evaluate.ParzenEvaluation}: log-likelihood under a Parzen window (Table I)
 *   <li>{@link io.jointae.evaluate.SamplingEvaluation}: samples of the model's Markov chain (Figure 2)
 * </ul>
 *
 * <p>The packages below this one hold the methods: none of them knows another evaluation. This package knows models,
 * datasets and result rows. Of training it knows only how several workers meet, which fine-tuning does as well.
 */
package io.jointae.evaluate;
