/** Readers of what others wrote: {@code .amat} in zips, IDX, CSV, images, Parquet. Knows only the format of the rows. */
package io.jointae.data.source;
