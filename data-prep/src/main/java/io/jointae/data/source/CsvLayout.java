package io.jointae.data.source;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.feature.ScalingKind;
import java.io.Serializable;

/**
 * How to parse the text of a CSV file. Every field is a number, so quotes have no meaning.
 *
 * @param delimiter the text between two numbers
 * @param header whether the first line of a file names the columns
 * @param columns the number of columns, including that of the label
 * @param labelColumn the column of the label, from 0; -1 for rows without labels
 * @param scale the divisor of every number: pixel = number / scale
 * @param scaling the scaling that the pixels must allow
 */
@DefaultSerializer(JavaSerializer.class)
public record CsvLayout(
        String delimiter, boolean header, int columns, int labelColumn, float scale, ScalingKind scaling)
        implements Serializable {

    /** Returns the number of pixels per row. */
    public int width() {
        return labelColumn < 0 ? columns : columns - 1;
    }
}
