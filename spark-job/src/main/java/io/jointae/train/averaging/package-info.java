/**
 * Parameter averaging on Spark, behind dl4j-spark's {@code TrainingMaster}: the resident data of each worker, the rounds
 * of broadcast, local steps and weighted average, and the vectors that travel between driver and workers.
 */
package io.jointae.train.averaging;
