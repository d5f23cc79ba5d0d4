package io.jointae.data;

/**
 * A file from which a dataset was prepared.
 *
 * @param name the name of the file without its folder
 * @param bytes the size of the file
 * @param hash {@code sha1:} or {@code sha256:} and the hash in hexadecimal, or {@code unhashed}
 * @param official whether the hash is the one of the published file
 */
public record SourceFile(String name, long bytes, String hash, boolean official) {}
