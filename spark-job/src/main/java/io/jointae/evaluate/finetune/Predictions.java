package io.jointae.evaluate.finetune;

import io.jointae.evaluate.blocks.RowBlock;
import io.jointae.model.TrainingNoise;
import java.util.Iterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Counts the rows that a network classifies wrongly: the class is that of the largest output, of equals the first. */
final class Predictions {

    private static final int BATCH = 500;

    private Predictions() {}

    static long wrong(MultiLayerNetwork network, LabelledRows rows, int classes) {
        int[] order = TrainingNoise.identity(rows.size());
        long wrong = 0;
        for (int from = 0; from < order.length; from += BATCH) {
            int to = Math.min(order.length, from + BATCH);
            DataSet batch = rows.batch(order, from, to, classes);
            int[] predicted = classes(network, batch.getFeatures());
            for (int i = from; i < to; i++) {
                wrong += predicted[i - from] == rows.label(i) ? 0 : 1;
            }
        }
        return wrong;
    }

    static long wrong(MultiLayerNetwork network, Iterator<RowBlock> blocks) {
        long wrong = 0;
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            INDArray features = Nd4j.create(block.values(), new long[] {block.rows(), block.width()}, 'c');
            int[] predicted = classes(network, features);
            for (int i = 0; i < predicted.length; i++) {
                wrong += predicted[i] == block.labels()[i] ? 0 : 1;
            }
        }
        return wrong;
    }

    /** @param features {@code [n, width]} */
    private static int[] classes(MultiLayerNetwork network, INDArray features) {
        return network.output(features, false).argMax(1).toIntVector();
    }
}
