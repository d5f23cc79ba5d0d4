/**
 * Prepares the user's own data: IDX, CSV, Parquet or image files. A {@link
 * io.jointae.data.custom.CustomDatasetRequest} describes the source, and {@link
 * io.jointae.data.custom.CustomDatasetPreparation} finds its files and its splits, divides rows at random into missing
 * splits, and writes the dataset. The datasets of the paper belong to {@code io.jointae.data.prepare}.
 */
package io.jointae.data.custom;
