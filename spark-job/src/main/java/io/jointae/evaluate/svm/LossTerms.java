package io.jointae.evaluate.svm;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * Sums over the training rows at the current weights, for several binary problems. With {@code r = max(0, 1 - y x'w)} of
 * each row they determine the objective, its gradient and its dual.
 *
 * @param squares {@code [problems]}, sums of {@code r^2}
 * @param slacks {@code [problems]}, sums of {@code r}
 * @param hingeGradient {@code [width, problems]}, sums of {@code r y x}: the negative gradient of {@code sum r^2 / 2}
 * @param active {@code [problems]}, numbers of rows with {@code r > 0}
 */
@DefaultSerializer(JavaSerializer.class)
record LossTerms(double[] squares, double[] slacks, float[] hingeGradient, double[] active) implements Serializable {

    /** Adds the sums over other rows to these sums, in place, and returns this. */
    LossTerms plus(LossTerms other) {
        VectorSums.add(squares, other.squares);
        VectorSums.add(slacks, other.slacks);
        VectorSums.add(hingeGradient, other.hingeGradient);
        VectorSums.add(active, other.active);
        return this;
    }
}
