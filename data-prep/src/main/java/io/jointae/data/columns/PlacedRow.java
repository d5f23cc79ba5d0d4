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
 * @param unreadable the text of a row that its format cannot divide into columns; null for other rows
 */
@DefaultSerializer(JavaSerializer.class)
public record PlacedRow(long position, String file, long number, Row cells, String unreadable) implements Serializable {

    /** The longest text in a message. */
    private static final int MOST_SHOWN = 80;

    /** Returns the problem of a row that cannot be read, as a predicate; null for other rows. */
    public String problem() {
        return unreadable == null
                ? null
                : "does not have the columns of the table, or has a text in place of a number: '"
                        + (unreadable.length() <= MOST_SHOWN ? unreadable : unreadable.substring(0, MOST_SHOWN) + "...")
                        + "'";
    }

    /**
     * Returns this row.
     *
     * @throws InvalidInputException if the row cannot be read
     */
    public PlacedRow readable() {
        if (unreadable != null) {
            throw invalid("%s; correct the row.", problem());
        }
        return this;
    }

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
