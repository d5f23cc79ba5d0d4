package io.jointae.data;

/**
 * A file from which a dataset was prepared.
 *
 * @param name the name of the file without its folder
 * @param bytes the size of the file
 * @param hash {@code sha1:} or {@code sha256:} and the hash in hexadecimal, or {@link #UNHASHED}
 * @param official whether the hash is the one of the published file
 */
public record SourceFile(String name, long bytes, String hash, boolean official) {

    /** Stands in place of a hash in the manifests of users' own datasets, whose files may have any size. */
    public static final String UNHASHED = "unhashed";

    /** Returns whether the contents of the file were hashed, as they are for the datasets of the paper. */
    public boolean hashed() {
        return !hash.equals(UNHASHED);
    }
}
