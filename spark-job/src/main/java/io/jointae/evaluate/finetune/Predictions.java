package io.jointae.evaluate.finetune;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.stack.RandomStreams;
import java.util.Iterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How well a network classifies labeled rows: the class is that of the largest output, of equals the first.
 *
 * @param wrong rows of another class
 * @param loss cross-entropy, mean over rows, in nats
 */
public record Predictions(long wrong, double loss) {

    private static final int BATCH = 500;

    /** A probability under it counts as it, so that one hopeless row costs no infinity: 87 nats. */
    private static final double LEAST = Float.MIN_NORMAL;

    static Predictions of(MultiLayerNetwork network, LabeledRows rows, int classes) {
        int[] order = RandomStreams.identity(rows.size());
        long wrong = 0;
        double loss = 0;
        for (int from = 0; from < order.length; from += BATCH) {
            int to = Math.min(order.length, from + BATCH);
            DataSet batch = rows.batch(order, from, to, classes);
            float[] outputs = outputs(network, batch.getFeatures());
            for (int i = from; i < to; i++) {
                int at = (i - from) * classes;
                wrong += largest(outputs, at, classes) == rows.label(i) ? 0 : 1;
                // Math.max keeps not-a-number.
                loss -= Math.log(Math.max(LEAST, outputs[at + rows.label(i)]));
            }
        }
        return new Predictions(wrong, loss / rows.size());
    }

    public static long wrong(MultiLayerNetwork network, Iterator<RowBlock> blocks, int classes) {
        long wrong = 0;
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            INDArray features = Nd4j.create(block.values(), new long[] {block.rows(), block.width()}, 'c');
            float[] outputs = outputs(network, features);
            for (int i = 0; i < block.rows(); i++) {
                wrong += largest(outputs, i * classes, classes) == block.labels()[i] ? 0 : 1;
            }
        }
        return wrong;
    }

    /**
     * One number to minimize: fewer wrong rows first, of as many the lower loss. Few validation rows err equally
     * often in many epochs, and the loss tells those apart.
     */
    public double score() {
        return wrong + loss / (1 + loss);
    }

    /** The wrong rows of a {@link #score}. */
    public static long wrongOf(double score) {
        return (long) Math.floor(score);
    }

    /** @return {@code [n, classes]}, row after row */
    private static float[] outputs(MultiLayerNetwork network, INDArray features) {
        return network.output(features, false).dup('c').data().asFloat();
    }

    private static int largest(float[] outputs, int at, int classes) {
        int largest = 0;
        for (int k = 1; k < classes; k++) {
            largest = outputs[at + k] > outputs[at + largest] ? k : largest;
        }
        return largest;
    }
}
