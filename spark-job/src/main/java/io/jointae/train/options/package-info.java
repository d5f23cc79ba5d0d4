/**
 * The options of training as typed values: every option is declared once, with its name, its default and its help text.
 */
package io.jointae.train.options;
