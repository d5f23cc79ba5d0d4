/**
 * Measured cells and the store that keeps them, and the paper's own numbers as data. The package does not know how
 * anything is trained or measured.
 */
package io.jointae.results;
