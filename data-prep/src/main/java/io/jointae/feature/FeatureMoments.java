package io.jointae.feature;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.stat.MultivariateOnlineSummarizer;

/**
 * The moments and the range of each feature over some rows, by Spark's own summarizer, which is stable and can be merged.
 * The variance is that of a sample, with {@code rows - 1} in the denominator, as in Spark's {@code StandardScaler}.
 */
@DefaultSerializer(JavaSerializer.class)
final class FeatureMoments implements Serializable {

    private final ScalingKind kind;
    private final MultivariateOnlineSummarizer summary = new MultivariateOnlineSummarizer();

    private FeatureMoments(ScalingKind kind) {
        this.kind = kind;
    }

    /** Returns the moments of rows, whose values are transformed as the kind of scaling says. */
    static FeatureMoments of(Iterator<float[]> rows, ScalingKind kind) {
        FeatureMoments moments = new FeatureMoments(kind);
        double[] transformed = new double[0];
        while (rows.hasNext()) {
            float[] row = rows.next();
            transformed = transformed.length == row.length ? transformed : new double[row.length];
            for (int i = 0; i < row.length; i++) {
                transformed[i] = kind.transformed(row[i]);
            }
            moments.summary.add(Vectors.dense(transformed));
        }
        return moments;
    }

    /** Returns the moments of sparse rows, which are those of their dense forms, bit for bit. */
    static FeatureMoments ofSparse(Iterator<SparseRow> rows, ScalingKind kind) {
        FeatureMoments moments = new FeatureMoments(kind);
        while (rows.hasNext()) {
            SparseRow row = rows.next();
            double[] transformed = new double[row.size()];
            for (int i = 0; i < transformed.length; i++) {
                transformed[i] = kind.transformed(row.values()[i]);
            }
            moments.summary.add(Vectors.sparse(row.width(), row.indices(), transformed));
        }
        return moments;
    }

    /** Adds the rows of other moments and returns these. */
    FeatureMoments merge(FeatureMoments other) {
        summary.merge(other.summary);
        return this;
    }

    /** Returns what is subtracted from each transformed value: the mean or the minimum. */
    double[] offsets() {
        return (kind == ScalingKind.STANDARDIZE ? summary.mean() : summary.min()).toArray();
    }

    /** Returns what the difference is divided by: the standard deviation or the range. */
    double[] spreads() {
        double[] low = summary.min().toArray();
        double[] high = summary.max().toArray();
        double[] variance = summary.variance().toArray();
        double[] spreads = new double[low.length];
        for (int i = 0; i < spreads.length; i++) {
            spreads[i] = kind == ScalingKind.STANDARDIZE
                    // Rounding can give a constant a variance that is not exactly 0.
                    ? (low[i] == high[i] ? 0 : Math.sqrt(variance[i]))
                    : high[i] - low[i];
        }
        return spreads;
    }

    /** Returns the least value of a feature, as it is in the data. */
    double value(int feature) {
        return kind.restored(summary.min().toArray()[feature]);
    }
}
