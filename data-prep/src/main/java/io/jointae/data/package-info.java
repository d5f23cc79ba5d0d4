/**
 * Datasets in, Parquet out: the catalogue, readers of official files and of the user's own, recipes,
 * manifests. Knows nothing of networks or training.
 */
package io.jointae.data;
