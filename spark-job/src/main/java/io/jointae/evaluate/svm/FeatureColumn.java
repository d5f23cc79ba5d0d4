package io.jointae.evaluate.svm;

import io.jointae.base.InvalidInputException;
import org.apache.spark.ml.linalg.Vector;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Reads the features of a row from a column of any supported type. */
final class FeatureColumn {

    private FeatureColumn() {}

    /**
     * Converts the value of a cell into an array.
     *
     * @param value a {@code Vector}, an {@code array<float>} or an {@code array<double>}
     * @return the features
     * @throws InvalidInputException if the value is null
     */
    static float[] read(Object value) {
        if (value instanceof Vector vector) {
            double[] values = vector.toArray();
            float[] features = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                features[i] = (float) values[i];
            }
            return features;
        }
        if (value instanceof Seq<?> values) {
            float[] features = new float[values.size()];
            Iterator<?> each = values.iterator();
            for (int i = 0; i < features.length; i++) {
                features[i] = ((Number) each.next()).floatValue();
            }
            return features;
        }
        throw InvalidInputException.ofField("featuresCol", "has no features in one of the rows: leave such rows out.");
    }
}
