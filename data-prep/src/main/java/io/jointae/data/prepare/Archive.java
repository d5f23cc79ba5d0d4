package io.jointae.data.prepare;

/**
 * The official file of a dataset: a zip with one {@code .amat} whose name ends in {@code test.amat} and one
 * for training and validation.
 *
 * @param file its name, such as {@code rectangles.zip}
 * @param sha1 of its bytes, in hexadecimal
 */
public record Archive(String file, String sha1) {}
