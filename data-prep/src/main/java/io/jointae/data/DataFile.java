package io.jointae.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * A Parquet file of a prepared dataset.
 *
 * @param path the path relative to the dataset's folder, such as {@code split=train/part-00000.parquet}
 * @param bytes the size of the file
 * @param sha256 the SHA-256 of the file, in hexadecimal
 */
@DefaultSerializer(JavaSerializer.class)
public record DataFile(String path, long bytes, String sha256) implements Serializable {}
