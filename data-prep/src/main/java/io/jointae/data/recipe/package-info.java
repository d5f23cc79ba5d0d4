/**
 * Generates datasets from their published recipes. Every row depends only on (seed, split, id). This package knows only
 * the format of rows.
 */
package io.jointae.data.recipe;
