package io.jointae.ml;

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
 * The rows of a partition that training takes; bad ones throw or are left out.
 *
 * @param inUnit whether values must lie in [0, 1], as cross-entropy wants
 */
record TrainingExamples(RowCheck check, InvalidRowPolicy invalid, boolean inUnit)
        implements FlatMapFunction<Iterator<InputRow>, float[]> {

    @Override
    public Iterator<float[]> call(Iterator<InputRow> rows) {
        Iterable<InputRow> once = () -> rows;
        Stream<InputRow> stream = StreamSupport.stream(once.spliterator(), false);
        return stream.map(this::example).filter(Objects::nonNull).iterator();
    }

    private float[] example(InputRow row) {
        float[] values = new float[check.inputs()];
        String problem = check.copy(row.getValues(), values, 0);
        if (problem == null && inUnit) {
            problem = outside(values);
        }
        if (problem == null) {
            return values;
        }
        if (invalid == InvalidRowPolicy.ERROR) {
            throw new InvalidInputException(
                    "a row to train on " + problem + "; mend the row, or set handleInvalid to skip");
        }
        return null;
    }

    private static String outside(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] > 1) {
                return "has " + values[i] + " in place " + i + ", which is not in [0, 1] as cross-entropy wants";
            }
        }
        return null;
    }
}
