/** Reads and writes sweep files: YAML whose keys become the typed grids of {@code sweep.plan}. */
package io.jointae.sweep.file;
