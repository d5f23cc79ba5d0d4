/**
 * The arithmetic of training on one thread: the gradient by back-propagation, the element-wise passes between matrix
 * products, the minibatch loop of one replica, and the forward pass. This package knows nothing of Spark.
 */
package io.jointae.stack.compute;
