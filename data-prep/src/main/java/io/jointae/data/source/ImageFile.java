package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * An image file and its label.
 *
 * @param file the Hadoop path
 * @param bytes the size of the file
 * @param label the label from 0, or {@link io.jointae.data.Example#UNLABELED}
 */
@DefaultSerializer(JavaSerializer.class)
public record ImageFile(String file, long bytes, int label) implements Serializable {}
