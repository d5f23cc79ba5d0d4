package io.jointae.data.columns;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A row of a table and its place.
 *
 * @param position the position in the table, from 0
 * @param file the path of its file
 * @param number the number of the row in its file, from 1
 * @param cells the selected columns
 */
@DefaultSerializer(JavaSerializer.class)
public record PlacedRow(long position, String file, long number, Row cells) implements Serializable {

    /** Returns a cell as {@link io.jointae.feature.TableFeatures} takes it. */
    public Object cell(int column) {
        Object cell = cells.get(column);
        if (!(cell instanceof scala.collection.Seq)) {
            return cell;
        }
        List<Float> vector = cells.getList(column);
        float[] floats = new float[vector.size()];
        for (int i = 0; i < floats.length; i++) {
            Float value = vector.get(i);
            floats[i] = value == null ? Float.NaN : value;
        }
        return floats;
    }

    /**
     * Returns the invalid input that this row is.
     *
     * @param problem the problem as a predicate and the remedy, as for {@link InvalidInputException#of}
     * @param values the values of the format
     */
    public InvalidInputException invalid(String problem, Object... values) {
        List<Object> all = new ArrayList<>(List.of(file, number));
        all.addAll(List.of(values));
        return InvalidInputException.of("%s: row %d " + problem, all.toArray());
    }
}
