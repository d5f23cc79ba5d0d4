/** Parzen-window likelihood and nearest neighbors: products of many rows with many samples, bounded memory. */
package io.jointae.evaluate.density;
