/**
 * Files that a results folder keeps beside measured cells, one small file per cell, so that two models can be compared on the
 * same rows long after both were measured. The name of a file is the key of its cell, see {@link
 * io.jointae.results.Cell#key()}.
 */
package io.jointae.results.kept;
