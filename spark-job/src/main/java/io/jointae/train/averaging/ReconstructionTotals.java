package io.jointae.train.averaging;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.model.EpochRecord;
import io.jointae.stack.compute.Replica;
import io.jointae.train.shard.RowOrder;
import io.jointae.train.shard.Shard;
import java.io.Serializable;
import java.util.OptionalLong;

/**
 * The costs of reconstructing the input, summed over a sample of the training examples and all validation examples.
 *
 * @param clean the costs without corruption
 * @param corrupted the costs under the corruption of the layers; null if no layer corrupts its input
 * @param trainRows the number of training examples in the sums
 * @param validRows the number of validation examples in the sums
 */
@DefaultSerializer(JavaSerializer.class)
record ReconstructionTotals(Sums clean, Sums corrupted, long trainRows, long validRows) implements Serializable {

    /**
     * Summed costs.
     *
     * @param train the sum over the training examples
     * @param valid the sum over the validation examples
     */
    @DefaultSerializer(JavaSerializer.class)
    record Sums(double train, double valid) implements Serializable {

        /**
         * Returns the sums over the rows of a worker.
         *
         * @param order how an epoch orders the examples of the worker
         * @param layers how many of the lowest layers to use
         * @param noise the key of the corruption; empty for clean rows
         */
        static Sums of(Replica replica, Shard shard, RowOrder.Kind order, int layers, OptionalLong noise) {
            int sample = shard.trainSample();
            int valid = shard.valid().size();
            return new Sums(
                    replica.totalCost(shard.sampledTraining(order), sample, layers, noise),
                    replica.totalCost(shard.valid().first(valid), valid, layers, noise));
        }

        private static Sums add(Sums a, Sums b) {
            return a == null || b == null ? null : new Sums(a.train + b.train, a.valid + b.valid);
        }
    }

    ReconstructionTotals plus(ReconstructionTotals other) {
        return new ReconstructionTotals(
                Sums.add(clean, other.clean),
                Sums.add(corrupted, other.corrupted),
                trainRows + other.trainRows,
                validRows + other.validRows);
    }

    /**
     * Returns a record of an epoch with the mean costs.
     *
     * @param totals the totals; null if the costs were not evaluated after this epoch, which leaves the record as it is
     */
    static EpochRecord addedTo(EpochRecord epoch, ReconstructionTotals totals) {
        return totals == null
                ? epoch
                : epoch.with(
                        new EpochRecord.Reconstruction(totals.trainMean(), totals.validMean()),
                        new EpochRecord.Reconstruction(totals.corruptedTrainMean(), totals.corruptedValidMean()));
    }

    /** Returns the mean over the training examples; null if there are none. */
    Double trainMean() {
        return mean(clean.train, trainRows);
    }

    /** Returns the mean over the validation examples; null if there are none. */
    Double validMean() {
        return mean(clean.valid, validRows);
    }

    /** Returns the mean over the training examples under corruption; null if there are none, or no layer corrupts. */
    Double corruptedTrainMean() {
        return corrupted == null ? null : mean(corrupted.train, trainRows);
    }

    /** Returns the mean over the validation examples under corruption; null if there are none, or no layer corrupts. */
    Double corruptedValidMean() {
        return corrupted == null ? null : mean(corrupted.valid, validRows);
    }

    private static Double mean(double sum, long rows) {
        return rows == 0 ? null : sum / rows;
    }
}
