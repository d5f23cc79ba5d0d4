/** Parzen-window likelihood and nearest neighbours: products of many rows with many samples, bounded memory. */
package io.jointae.evaluate.density;
