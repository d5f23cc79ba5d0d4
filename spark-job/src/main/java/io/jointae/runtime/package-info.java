/**
 * The machine under a Spark process, made right before the native libraries load: which build of the
 * natives, how many BLAS threads, how much memory outside the heap, which GPU; and the settings that would
 * make it wrong, refused before the session starts. Knows nothing of ours but {@code base}.
 */
package io.jointae.runtime;
