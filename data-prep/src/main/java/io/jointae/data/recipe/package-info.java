/** Datasets made from their published recipes: every row a function of (seed, split, id). Knows only the format of the rows. */
package io.jointae.data.recipe;
