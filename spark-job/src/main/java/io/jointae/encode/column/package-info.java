/**
 * Where the input vector of a row comes from: a column of vectors, or the columns of a table that a model assembles. This
 * package knows nothing of networks.
 */
package io.jointae.encode.column;
