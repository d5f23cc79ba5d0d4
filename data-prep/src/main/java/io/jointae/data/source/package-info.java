/**
 * Reads files of other programs into rows: {@code .amat} text in zip files, IDX, CSV and images. This package knows neither
 * the datasets of the paper nor how rows are divided into splits.
 */
package io.jointae.data.source;
