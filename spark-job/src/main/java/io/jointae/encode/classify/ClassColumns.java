package io.jointae.encode.classify;

import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/** Columns that are computed from a column of logits, {@code array<float>}; null where the logits are null. */
public final class ClassColumns {

    private ClassColumns() {}

    /** Returns the probabilities of the classes, {@code array<float>}: the softmax of the logits. */
    public static Column probabilities(Column logits) {
        UDF1<Seq<Float>, float[]> softmax = ClassColumns::softmax;
        return udf(softmax, DataTypes.createArrayType(DataTypes.FloatType, false))
                .apply(logits);
    }

    /** Returns the most probable class as an {@code int} from 0, the first one if several are equal. */
    public static Column mostProbable(Column logits) {
        UDF1<Seq<Float>, Integer> largest = ClassColumns::largest;
        return udf(largest, DataTypes.IntegerType).apply(logits);
    }

    private static float[] softmax(Seq<Float> logits) {
        if (logits == null) {
            return null;
        }
        double[] values = new double[logits.size()];
        double top = logits.apply(largest(logits));
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.exp(logits.apply(k) - top);
            sum += values[k];
        }
        float[] probabilities = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            probabilities[k] = (float) (values[k] / sum);
        }
        return probabilities;
    }

    private static Integer largest(Seq<Float> logits) {
        if (logits == null) {
            return null;
        }
        int largest = 0;
        for (int k = 1; k < logits.size(); k++) {
            largest = logits.apply(k) > logits.apply(largest) ? k : largest;
        }
        return largest;
    }
}
