/**
 * Measured cells beside the paper's: comparison, curves, sheets, as HTML, Markdown and console tables.
 * Knows {@code results}, and nothing of training or evaluation.
 */
package io.jointae.report;
