/**
 * What every room needs and none owns: the error of bad input, outputs that appear complete or not at
 * all, JSON. Knows nothing of ours.
 */
package io.jointae.base;
