/**
 * The native libraries of a process: the build that its processor can execute, and the folder that they are unpacked into or
 * found in. {@link io.jointae.runtime.natives.ProcessorBackend} chooses the build in every process that uses ND4J.
 */
package io.jointae.runtime.natives;
