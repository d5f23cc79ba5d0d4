package io.jointae.data.source;

import java.io.Serializable;

/**
 * @param file Hadoop path
 * @param label from 0, or {@link io.jointae.data.Example#UNLABELED}
 */
public record ImageFile(String file, long bytes, int label) implements Serializable {}
