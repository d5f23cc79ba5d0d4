package io.jointae.data.listing;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * A file or folder that was found.
 *
 * @param path its qualified path
 * @param bytes its size; 0 for a folder
 * @param isFolder whether it is a folder
 */
@DefaultSerializer(JavaSerializer.class)
public record ListedFile(String path, long bytes, boolean isFolder) implements Serializable {}
