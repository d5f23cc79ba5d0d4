/**
 * The data of training on the executors. {@link io.jointae.train.shard.ResidentData} deals the rows to the workers, each
 * worker keeps its rows as blocks in Spark's block manager ({@link io.jointae.train.shard.ResidentShards}), in memory as
 * far as they fit and on the local disk beyond, and {@link io.jointae.train.shard.EpochReader} draws the minibatches of
 * an epoch from them. This package knows nothing of parameters and rounds.
 */
package io.jointae.train.shard;
