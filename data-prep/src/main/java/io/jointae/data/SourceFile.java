package io.jointae.data;

/**
 * A file that a dataset was made from.
 *
 * @param name of the file, without its folder
 * @param bytes its size
 * @param hash as {@code sha1:...} or {@code sha256:...}, in hexadecimal
 * @param official whether the hash is the published one
 */
public record SourceFile(String name, long bytes, String hash, boolean official) {}
