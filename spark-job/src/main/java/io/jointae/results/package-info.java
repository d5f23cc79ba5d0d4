/**
 * Measured cells and the store that keeps them. The package does not know how anything is trained or measured. The paper's
 * own numbers are in {@code results.paper}.
 */
package io.jointae.results;
