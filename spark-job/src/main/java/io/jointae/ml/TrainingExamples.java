package io.jointae.ml;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.encode.InputRow;
import io.jointae.encode.InvalidRowPolicy;
import io.jointae.encode.RowCheck;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Converts the rows of a partition to training examples. Invalid rows throw or are left out: a row without values
 * cannot be kept.
 *
 * @param check the check that every row must pass
 * @param policy what happens to invalid rows
 * @param unitInterval whether values must be in [0, 1], which cross-entropy needs
 */
@DefaultSerializer(JavaSerializer.class)
record TrainingExamples(RowCheck check, InvalidRowPolicy policy, boolean unitInterval)
        implements FlatMapFunction<Iterator<InputRow>, float[]> {

    @Override
    public Iterator<float[]> call(Iterator<InputRow> rows) {
        Iterable<InputRow> iterable = () -> rows;
        Stream<InputRow> stream = StreamSupport.stream(iterable.spliterator(), false);
        return stream.map(this::example).filter(Objects::nonNull).iterator();
    }

    private float[] example(InputRow row) {
        float[] values = new float[check.inputs()];
        String problem = check.copy(row.getValues(), values, 0);
        if (problem == null && unitInterval) {
            problem = describeOutside(values);
        }
        if (problem == null) {
            return values;
        }
        if (policy == InvalidRowPolicy.ERROR) {
            throw InvalidInputException.of(
                    "a training example %s: correct the row, or set %s to skip.",
                    problem, FieldName.of("handleInvalid"));
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
