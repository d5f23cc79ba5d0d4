/**
 * How well a score ranks anomalies above ordinary rows: the area under the ROC curve and the average precision, and their
 * bootstrap as a Spark job. This package does not know where the scores come from.
 */
package io.jointae.evaluate.anomaly;
