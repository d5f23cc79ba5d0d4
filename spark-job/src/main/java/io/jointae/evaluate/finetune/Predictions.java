package io.jointae.evaluate.finetune;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.stack.RandomStreams;
import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.LongStream;

/**
 * How well a network classifies labeled rows. The predicted class is the one with the largest output, the first one if
 * several are equal.
 *
 * @param errors number of misclassified rows
 * @param loss mean cross-entropy per row, in nats
 */
@DefaultSerializer(JavaSerializer.class)
public record Predictions(long errors, double loss) implements Serializable {

    static final int BATCH = 500;

    /** The lower bound of a probability, so that a single row costs at most 87 nats rather than infinity. */
    static final double LEAST_PROBABILITY = Float.MIN_NORMAL;

    /** Classifies all rows of a split. */
    static Predictions of(EngineNetwork network, LabeledRows rows, int classes) {
        int[] ids = RandomStreams.identity(rows.size());
        long errors = 0;
        double loss = 0;
        for (int from = 0; from < ids.length; from += BATCH) {
            int to = Math.min(ids.length, from + BATCH);
            float[] outputs = network.outputs(rows.batch(ids, from, to).values(), to - from);
            for (int i = from; i < to; i++) {
                int offset = (i - from) * classes;
                errors += largest(outputs, offset, classes) == rows.label(i) ? 0 : 1;
                // Math.max returns NaN if the output is NaN.
                loss -= Math.log(Math.max(LEAST_PROBABILITY, outputs[offset + rows.label(i)]));
            }
        }
        return new Predictions(errors, loss / rows.size());
    }

    /**
     * Returns the ids of the misclassified rows, in the order of the blocks.
     *
     * @param network network with one output per class
     * @param blocks labeled rows of the network's width
     * @param classes number of classes
     */
    static long[] misclassified(EngineNetwork network, Iterator<RowBlock> blocks, int classes) {
        LongStream.Builder wrong = LongStream.builder();
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            float[] outputs = network.outputs(block.values(), block.rows());
            for (int i = 0; i < block.rows(); i++) {
                if (largest(outputs, i * classes, classes) != block.labels()[i]) {
                    wrong.add(block.ids()[i]);
                }
            }
        }
        return wrong.build().toArray();
    }

    /**
     * Returns a single number to minimize, {@code errors + loss / (1 + loss)}: fewer errors are better, and among equal
     * numbers of errors a lower loss is better. On few validation rows many epochs have the same number of errors, and
     * only the loss distinguishes them.
     */
    public double score() {
        return errors + loss / (1 + loss);
    }

    /** Returns the number of errors of a {@link #score}. */
    public static long errorsOf(double score) {
        return (long) Math.floor(score);
    }

    /** Returns the mean cross-entropy of a {@link #score}, in nats. With 10,000 errors it still has ten digits. */
    public static double lossOf(double score) {
        double share = score - Math.floor(score);
        return share / (1 - share);
    }

    /** Returns the class with the largest output of the row that begins at {@code offset}. */
    private static int largest(float[] outputs, int offset, int classes) {
        int largest = 0;
        for (int k = 1; k < classes; k++) {
            largest = outputs[offset + k] > outputs[offset + largest] ? k : largest;
        }
        return largest;
    }
}
