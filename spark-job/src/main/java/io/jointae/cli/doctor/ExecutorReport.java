package io.jointae.cli.doctor;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The description that an executor gives of itself.
 *
 * @param host the name of its machine
 * @param java its version of Java
 * @param processor its processor, as words
 * @param problem why its native libraries do not work; empty if they do
 */
@DefaultSerializer(JavaSerializer.class)
record ExecutorReport(String host, String java, String processor, String problem) implements Serializable {}
