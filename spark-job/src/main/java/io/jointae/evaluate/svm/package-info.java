/**
 * The linear support vector machine of Tables II-IV: one-versus-rest, L2-regularized squared hinge loss. All classes and
 * costs are solved together by matrix products. {@link io.jointae.evaluate.svm.LinearSvm} offers it as a Spark ML
 * estimator. This package knows blocks of rows, but neither models nor datasets.
 */
package io.jointae.evaluate.svm;
