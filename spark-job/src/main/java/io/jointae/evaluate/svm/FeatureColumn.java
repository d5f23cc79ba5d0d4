package io.jointae.evaluate.svm;

import io.jointae.base.InvalidInputException;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** A row's features, whatever the column's type. */
final class FeatureColumn {

    private FeatureColumn() {}

    /** @param value of a cell: a {@code Vector} or an array */
    static float[] of(Object value) {
        if (value instanceof Vector vector) {
            double[] values = vector.toArray();
            float[] features = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                features[i] = (float) values[i];
            }
            return features;
        }
        if (value instanceof Seq<?> values) {
            List<?> list = JavaConverters.seqAsJavaList(values);
            float[] features = new float[list.size()];
            for (int i = 0; i < features.length; i++) {
                features[i] = ((Number) list.get(i)).floatValue();
            }
            return features;
        }
        throw new InvalidInputException("features: a row has none: leave such rows out");
    }
}
