package io.jointae.sweep.plan;

import io.jointae.stack.engine.Arithmetic;
import io.jointae.train.options.TrainingOptions;
import java.util.List;

/**
 * The ways in which a sweep trains each stack.
 *
 * @param schemes training schemes: {@code L}, {@code J}, {@code U}, {@code UJ}, {@code scheduled} or {@code summed}
 * @param learningRates learning rates
 * @param seeds seeds; each one is a trial of its own
 * @param batchSize number of examples per step
 * @param epochs number of epochs per phase
 * @param averaging workers, and the averaging of their replicas
 * @param arithmetic the library and the precision that compute the training steps, and the codes and reconstructions of evaluations
 */
public record TrainingGrid(
        List<String> schemes,
        List<Double> learningRates,
        List<Long> seeds,
        int batchSize,
        int epochs,
        AveragingGrid averaging,
        Arithmetic arithmetic) {

    /** The paper's grid of the learning rate (section IV). */
    public static final List<Double> PAPER_LEARNING_RATES = List.of(0.001, 0.005, 0.01, 0.02);

    /** The default number of examples per step. */
    public static final int DEFAULT_BATCH_SIZE =
            TrainingOptions.DEFAULTS.optimization().batchSize();

    /** The default number of epochs per phase. */
    public static final int DEFAULT_EPOCHS = TrainingOptions.DEFAULTS.epochs();

    /** The default seed. */
    public static final List<Long> DEFAULT_SEEDS = List.of(TrainingOptions.DEFAULTS.seed());

    /** @throws io.jointae.base.InvalidInputException if a list is empty */
    public TrainingGrid {
        schemes = GridValues.distinct("schemes", schemes);
        learningRates = GridValues.distinct("learning-rate", learningRates);
        seeds = GridValues.distinct("seeds", seeds);
    }
}
