/**
 * The way from a row of a table to its code: which column is read, which rows are invalid, and the forward pass over
 * batches of rows. The Spark ML stages ({@code ml}) and the batch job ({@code score}) are both built on this package,
 * which knows neither of them.
 */
package io.jointae.encode;
