/**
 * The choice of the library that computes: {@link io.jointae.stack.engine.Engines} finds the {@link
 * io.jointae.stack.engine.Engine} of an {@link io.jointae.stack.engine.EngineKind}, and an {@link
 * io.jointae.stack.engine.Arithmetic} adds the {@link io.jointae.stack.engine.Precision} of products. A {@link
 * io.jointae.stack.engine.ReplicaPool} keeps the memory that they opened. This package does not know Spark.
 */
package io.jointae.stack.engine;
