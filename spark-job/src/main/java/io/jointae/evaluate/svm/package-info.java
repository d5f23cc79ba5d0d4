/**
 * The linear support vector machine of Tables II-IV: one-versus-rest, L2-regularized squared hinge, all classes
 * and costs solved together over matrix products. Outside, an estimator by Spark ML's conventions. Knows
 * nothing of models and datasets.
 */
package io.jointae.evaluate.svm;
