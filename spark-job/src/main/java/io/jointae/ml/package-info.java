/**
 * The Spark ML stages: the estimator {@link io.jointae.ml.StackedAutoencoder} trains a stack inside a pipeline, and the
 * transformer {@link io.jointae.ml.StackedAutoencoderModel} adds the code of each row, and {@link
 * io.jointae.ml.StackedClassifierModel} its class. Training comes from {@code train},
 * encoding from {@code encode}; the batch job does not use this package.
 */
package io.jointae.ml;
