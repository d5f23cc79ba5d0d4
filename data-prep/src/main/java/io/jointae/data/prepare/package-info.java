/**
 * Prepares the nine datasets of the paper: from their official files, or from their published recipes. {@link
 * io.jointae.data.prepare.Catalog} lists them, and {@link io.jointae.data.prepare.PaperDatasetPreparation} prepares one.
 * The user's own data belong to {@code io.jointae.data.custom}.
 */
package io.jointae.data.prepare;
