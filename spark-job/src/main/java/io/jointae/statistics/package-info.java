/**
 * Means, confidence intervals and paired tests of measured values. This package knows nothing of models or of Spark.
 */
package io.jointae.statistics;
