package io.jointae.data.prepare;

/**
 * The official file of a dataset: a zip with one {@code .amat} file for test, whose name ends in {@code test.amat}, and
 * another one for training and validation.
 *
 * @param file the name of the zip, such as {@code rectangles.zip}
 * @param sha1 the SHA-1 of its bytes, in hexadecimal
 */
public record Archive(String file, String sha1) {}
