/**
 * Parzen-window likelihoods and nearest neighbors. Both compare many rows with many samples by matrix products, in bounded
 * memory: samples are broadcast in blocks, and rows are processed in tiles.
 */
package io.jointae.evaluate.density;
