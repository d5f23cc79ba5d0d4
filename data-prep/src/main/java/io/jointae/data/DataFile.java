package io.jointae.data;

import java.io.Serializable;

/**
 * One Parquet file of a dataset.
 *
 * @param path relative to the dataset's folder, such as {@code split=train/part-00000.parquet}
 * @param bytes its size
 * @param sha256 of its bytes, in hexadecimal
 */
public record DataFile(String path, long bytes, String sha256) implements Serializable {}
