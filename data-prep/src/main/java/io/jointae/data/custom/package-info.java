/** The user's own data, of any width and number of rows: found, cut into splits, read in parallel by Spark's tasks. */
package io.jointae.data.custom;
