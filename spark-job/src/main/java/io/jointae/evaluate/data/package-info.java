/**
 * Rows of pixels or features as blocks of flat arrays, on which every evaluation works, and the cache that evaluations
 * share. This package does not know what is measured.
 */
package io.jointae.evaluate.data;
