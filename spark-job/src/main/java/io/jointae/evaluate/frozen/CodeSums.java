package io.jointae.evaluate.frozen;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.linalg.Eigenvalues;
import io.jointae.spark.RddResults;
import io.jointae.statistics.EffectiveRank;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;

/**
 * Sums over the codes of a layer, in double precision.
 *
 * @param rows number of rows
 * @param sums {@code [units]}, the sum of each unit's code
 * @param gram {@code [units, units]}, {@code X' X} of the codes X
 */
@DefaultSerializer(JavaSerializer.class)
record CodeSums(long rows, double[] sums, double[] gram) implements Serializable {

    /**
     * Sums over all rows, in one pass.
     *
     * @param codes at least one row
     */
    static CodeSums of(JavaRDD<RowBlock> codes, int units) {
        return RddResults.reduce(codes, blocks -> of(blocks, units), CodeSums::plus);
    }

    /** Returns the sums over the rows of a task, or null if it has none. */
    private static CodeSums of(Iterator<RowBlock> blocks, int units) {
        if (!blocks.hasNext()) {
            return null;
        }
        long rows = 0;
        double[] sums = new double[units];
        double[] gram = new double[units * units];
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            double[] values = new double[block.values().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = block.values()[i];
                sums[i % units] += values[i];
            }
            Eigenvalues.addGram(gram, values, units);
            rows += block.rows();
        }
        return new CodeSums(rows, sums, gram);
    }

    private CodeSums plus(CodeSums other) {
        return new CodeSums(rows + other.rows, add(sums, other.sums), add(gram, other.gram));
    }

    private static double[] add(double[] into, double[] values) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
        return into;
    }

    /** Returns the effective rank of the codes as they are. */
    double rank() {
        return EffectiveRank.ofEigenvalues(Eigenvalues.ofSymmetric(gram, sums.length));
    }

    /** Returns the effective rank of the centered codes. */
    double centeredRank() {
        int units = sums.length;
        double[] centered = gram.clone();
        for (int i = 0; i < units; i++) {
            for (int j = 0; j < units; j++) {
                centered[i * units + j] -= sums[i] / rows * sums[j];
            }
        }
        return EffectiveRank.ofEigenvalues(Eigenvalues.ofSymmetric(centered, units));
    }

    /** Returns the variance of a unit's code over the rows, as the mean over the units. */
    double variance() {
        int units = sums.length;
        double variance = 0;
        for (int i = 0; i < units; i++) {
            double mean = sums[i] / rows;
            variance += (gram[i * units + i] / rows - mean * mean) / units;
        }
        return Math.max(0, variance);
    }

    /** Returns whether all codes are finite numbers. */
    boolean isFinite() {
        for (int i = 0; i < sums.length; i++) {
            if (!Double.isFinite(gram[i * sums.length + i])) {
                return false;
            }
        }
        return true;
    }
}
