/**
 * The preparation of a Spark process for native computation: the build of the native libraries, the number of BLAS
 * threads, the memory outside the heap and the GPU. The package also checks the Spark settings before a session starts.
 * It uses no other package of this project but {@code base}.
 */
package io.jointae.runtime;
