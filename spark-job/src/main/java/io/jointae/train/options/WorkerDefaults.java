package io.jointae.train.options;

import io.jointae.train.plan.OuterOptimizer;

/**
 * The defaults that depend on the number of workers: how often they meet, and by which outer optimizer. A user who only
 * sets the number of workers gets them. They follow measurements on MNIST (50,000 rows, 784-1000-1000 units,
 * noise 0.5, batches of 100, 20 epochs, learning rate 0.002; validation cost under the model's own corruption, in nats):
 *
 * <pre>
 * workers  H   outer optimizer     cost    against one worker
 * 1        -   -                   84.79
 * 2        20  nesterov 0.7, 0.5   85.53   +0.9 %
 * 2        20  nesterov 0.7, 0.7   84.60   -0.2 %
 * 2        20  nesterov 0.7, 0.8   85.47   +0.8 %
 * 2        25  nesterov 0.7, 0.7   84.51   -0.3 %
 * 2        33  nesterov 0.7, 0.7   84.62   -0.2 %
 * 2        5   nesterov 0.7, 0.7   84.49   -0.4 %
 * 4        5   nesterov 0.7, 0.8   84.62   -0.2 %
 * 4        5   nesterov 0.7, 0.9   85.35   +0.7 %
 * 8        5   nesterov 0.7, 0.9   85.23   +0.5 %
 * 8        5   average             94.89   +11.9 %
 * 16       5   nesterov 0.7, 0.9   88.35   +4.2 %
 * </pre>
 *
 * <p>Two workers meet every 25 batches, where rounds cost a fifth of those every 5 batches.
 *
 * <p>A larger learning rate for more workers did not help by more than 0.3 % (16 workers at 0.003: 88.06), so no rule of
 * the learning rate is a default.
 *
 * @param frequency the number of batches of each worker between two averagings; 0 averages once per epoch
 * @param outer the outer optimizer
 */
public record WorkerDefaults(int frequency, OuterOptimizer outer) {

    private static final WorkerDefaults ONE_WORKER = new WorkerDefaults(0, OuterOptimizer.AVERAGE);
    private static final WorkerDefaults TWO_WORKERS = new WorkerDefaults(25, nesterov(0.7));
    private static final WorkerDefaults UP_TO_FOUR_WORKERS = new WorkerDefaults(5, nesterov(0.8));
    private static final WorkerDefaults SEVERAL_WORKERS = new WorkerDefaults(5, nesterov(0.9));

    /** The defaults as help texts show them, without a period. */
    static final String SHOWN_FREQUENCY = "25 for 2 workers, and 5 for more";

    static final String SHOWN_OPTIMIZER = "average for 1 worker, and nesterov for more";
    static final String SHOWN_LEARNING_RATE = "0.7, and 1 for the plain average";
    static final String SHOWN_MOMENTUM = "0.7 for 2 workers, 0.8 for 3 or 4, 0.9 for more, and 0 for the plain average";

    /** Returns the defaults for a number of workers, at least 1. */
    public static WorkerDefaults of(int workers) {
        return workers <= 1
                ? ONE_WORKER
                : workers == 2 ? TWO_WORKERS : workers <= 4 ? UP_TO_FOUR_WORKERS : SEVERAL_WORKERS;
    }

    private static OuterOptimizer nesterov(double momentum) {
        return new OuterOptimizer(OuterOptimizer.Rule.NESTEROV, OuterOptimizer.DILOCO_LEARNING_RATE, momentum);
    }

    /**
     * Returns the outer optimizer that texts describe, with these defaults where they set nothing.
     *
     * @throws io.jointae.base.InvalidInputException if a value is not allowed, or values contradict each other
     */
    OuterOptimizer outer(OptionParser parser) {
        OuterOptimizer.Rule rule = parser.find(TrainingOption.OUTER_OPTIMIZER).isPresent()
                ? parser.constant(TrainingOption.OUTER_OPTIMIZER, OuterOptimizer.Rule.class)
                : outer.rule();
        OuterOptimizer defaults = rule == OuterOptimizer.Rule.AVERAGE ? OuterOptimizer.AVERAGE : outer;
        return new OuterOptimizer(
                rule,
                parser.number(TrainingOption.OUTER_LEARNING_RATE, defaults.learningRate()),
                parser.number(TrainingOption.OUTER_MOMENTUM, defaults.momentum()));
    }
}
