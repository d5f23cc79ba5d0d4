package io.jointae.model;

import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The learning rate of a layer as a fraction of the network's rate, so that {@code MultiLayerNetwork.setLearningRate}
 * changes the rates of all layers in proportion.
 *
 * @param updater the network's updater, whose rate or schedule is scaled
 * @param scale the factor, from 0 to 1
 */
record ScaledRate(IUpdater updater, double scale) implements ISchedule {

    private static final long serialVersionUID = 1;

    @Override
    public double valueAt(int iteration, int epoch) {
        return scale * updater.getLearningRate(iteration, epoch);
    }

    @Override
    public ISchedule clone() {
        return new ScaledRate(updater, scale);
    }
}
