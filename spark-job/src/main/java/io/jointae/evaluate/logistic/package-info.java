/**
 * Multinomial logistic regression over blocks of rows that are distributed over the executors: each sum over the rows is
 * a Spark job, and the driver minimizes by L-BFGS. This package does not know where the rows come from.
 */
package io.jointae.evaluate.logistic;
