package io.jointae.ml;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.InputErrors;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.RowCheck;
import io.jointae.encode.RowLocation;
import io.jointae.encode.column.InputRow;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Converts the rows of a partition to training examples. Invalid rows are left out or are an error: a row without values
 * cannot be kept. The first error of a partition ends its examples; {@link InputErrors} takes it to the driver.
 *
 * @param check the check that every row must pass
 * @param policy what happens to invalid rows
 * @param unitInterval whether values must be in [0, 1], which cross-entropy needs
 * @param location where the rows come from, for messages
 * @param errors receives the error of a partition
 */
@DefaultSerializer(JavaSerializer.class)
record TrainingExamples(
        RowCheck check, InvalidRowPolicy policy, boolean unitInterval, RowLocation location, InputErrors errors)
        implements FlatMapFunction<Iterator<InputRow>, float[]> {

    @Override
    public Iterator<float[]> call(Iterator<InputRow> rows) {
        Iterable<InputRow> iterable = () -> rows;
        Stream<InputRow> stream = StreamSupport.stream(iterable.spliterator(), false);
        AtomicLong ordinal = new AtomicLong();
        return errors.guard(stream.map(row -> example(row, ordinal.getAndIncrement()))
                .filter(Objects::nonNull)
                .iterator());
    }

    private float[] example(InputRow row, long ordinal) {
        float[] values = new float[check.inputs()];
        String problem = check.copy(row, values, 0);
        if (problem == null && unitInterval) {
            problem = describeOutside(values);
        }
        if (problem == null) {
            return values;
        }
        if (policy == InvalidRowPolicy.ERROR) {
            throw InvalidInputException.of(
                    "%s %s: correct the row, or set %s to skip.",
                    location.describe(ordinal), problem, FieldName.of("handleInvalid"));
        }
        return null;
    }

    private static String describeOutside(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] > 1) {
                return "has " + values[i] + " at index " + i + ", but cross-entropy needs values in [0, 1]";
            }
        }
        return null;
    }
}
