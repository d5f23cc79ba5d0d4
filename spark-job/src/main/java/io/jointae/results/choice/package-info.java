/**
 * Chooses the setting that stands for a model among all that were measured, by a rule that is fixed in advance: see {@link
 * io.jointae.results.choice.Selection}.
 */
package io.jointae.results.choice;
