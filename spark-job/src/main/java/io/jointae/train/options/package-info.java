/**
 * The options of training. {@link io.jointae.train.options.TrainingOption} declares each option once, with its name,
 * default, range and help text; {@link io.jointae.train.options.TrainingOptions} holds the typed values of a run.
 */
package io.jointae.train.options;
