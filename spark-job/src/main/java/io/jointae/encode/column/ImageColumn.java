package io.jointae.encode.column;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.data.Shape;
import io.jointae.data.source.DecodedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** The column of encoded images, which are bytes or a struct with a field {@code bytes} as in the data sets of Hugging Face. */
public final class ImageColumn implements InputColumns {

    private static final String BYTES = "bytes";

    private final StructField field;
    private final Shape size;
    private final int inputs;

    private ImageColumn(StructField field, Shape size, int inputs) {
        this.field = field;
        this.size = size;
        this.inputs = inputs;
    }

    /**
     * Returns the column with a name, if it holds images.
     *
     * @param name the name; null for the only column that holds images
     * @param size the size to which images are scaled; null to take them as they are
     * @param inputs the number of the model's inputs
     */
    public static Optional<ImageColumn> find(StructType schema, String name, Shape size, int inputs) {
        List<StructField> found = Arrays.stream(schema.fields())
                .filter(field -> holdsImages(field.dataType()))
                .filter(field -> name == null || field.name().equals(name))
                .toList();
        return found.size() == 1 ? Optional.of(new ImageColumn(found.get(0), size, inputs)) : Optional.empty();
    }

    private static boolean holdsImages(DataType type) {
        return type == DataTypes.BinaryType
                || type instanceof StructType struct
                        && Arrays.asList(struct.fieldNames()).contains(BYTES)
                        && struct.apply(BYTES).dataType() == DataTypes.BinaryType;
    }

    @Override
    public String name() {
        return field.name();
    }

    @Override
    public boolean replaces(String column) {
        return column.equals(field.name());
    }

    /** Does nothing, because only the images themselves say their size. */
    @Override
    public void checkWidth(int inputs) {}

    @Override
    public Dataset<Tuple2<Row, InputRow>> pairs(Dataset<?> table, StructType carried) {
        Column[] columns = Arrays.stream(carried.fieldNames())
                .map(name -> col(InputColumns.quoted(name)))
                .toArray(Column[]::new);
        Shape target = size;
        int wanted = inputs;
        return table.select(struct(columns).as(CARRIED), cells().as(INPUT))
                .as(Encoders.tuple(Encoders.row(carried), Encoders.BINARY()))
                .map(
                        (MapFunction<Tuple2<Row, byte[]>, Tuple2<Row, InputRow>>)
                                row -> new Tuple2<>(row._1(), decoded(row._2(), target, wanted)),
                        Encoders.tuple(Encoders.row(carried), Encoders.bean(InputRow.class)));
    }

    @Override
    public Dataset<InputRow> inputs(Dataset<?> table) {
        Shape target = size;
        int wanted = inputs;
        return table.select(cells())
                .as(Encoders.BINARY())
                .map(
                        (MapFunction<byte[], InputRow>) bytes -> decoded(bytes, target, wanted),
                        Encoders.bean(InputRow.class));
    }

    @Override
    public Column cells() {
        Column column = col(InputColumns.quoted(field.name()));
        return field.dataType() == DataTypes.BinaryType ? column : column.getField(BYTES);
    }

    @Override
    public InputReader reader() {
        return new ImageReader(size, inputs);
    }

    /**
     * Decodes the image of a row.
     *
     * @param size the size to which images are scaled; null to take them as they are
     * @param inputs the number of the model's inputs
     */
    @DefaultSerializer(JavaSerializer.class)
    private record ImageReader(Shape size, int inputs) implements InputReader {
        @Override
        public void read(InternalRow row, int at, InputRow into) {
            into.set(decoded(row.isNullAt(at) ? null : row.getBinary(at), size, inputs));
        }
    }

    private static InputRow decoded(byte[] bytes, Shape target, int inputs) {
        InputRow input = new InputRow();
        if (bytes == null) {
            input.setProblem("has no image");
            return input;
        }
        try {
            DecodedImage image = DecodedImage.decode(new ByteArrayInputStream(bytes));
            DecodedImage scaled = target == null ? image : image.scaledTo(target);
            if (scaled.shape().size() == inputs) {
                input.setValues(scaled.values());
            } else {
                input.setProblem("has an image of the size " + scaled.shape() + ", which is "
                        + scaled.shape().size() + " values instead of " + inputs + " (the option size scales images)");
            }
        } catch (IOException e) {
            input.setProblem("has an image that cannot be decoded, because " + e.getMessage());
        }
        return input;
    }
}
