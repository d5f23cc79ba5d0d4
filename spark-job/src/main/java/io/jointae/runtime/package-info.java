/**
 * The preparation of a Spark process for native computation: the number of BLAS threads, the memory outside the heap and
 * the GPU; the native libraries have a package of their own. The package also checks the Spark settings before a session
 * starts.
 * It uses no other package of this project but {@code base}.
 */
package io.jointae.runtime;
