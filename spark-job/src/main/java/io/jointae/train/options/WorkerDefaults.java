package io.jointae.train.options;

import io.jointae.train.plan.OuterOptimizer;

/**
 * The defaults that depend on the number of workers: how often they meet, and by which outer optimizer. A user who only
 * sets the number of workers gets them.
 *
 * @param frequency the number of batches of each worker between two averagings; 0 averages once per epoch
 * @param outer the outer optimizer
 */
public record WorkerDefaults(int frequency, OuterOptimizer outer) {

    private static final WorkerDefaults ONE_WORKER = new WorkerDefaults(0, OuterOptimizer.AVERAGE);
    private static final WorkerDefaults TWO_WORKERS = new WorkerDefaults(20, nesterov(0.5));
    private static final WorkerDefaults SEVERAL_WORKERS = new WorkerDefaults(5, nesterov(0.9));

    /** The defaults as help texts show them, without a period. */
    static final String SHOWN_FREQUENCY = "20 for 2 workers, and 5 for more";

    static final String SHOWN_OPTIMIZER = "nesterov for 2 workers or more";
    static final String SHOWN_LEARNING_RATE = "0.7, and 1 for the plain average";
    static final String SHOWN_MOMENTUM = "0.5 for 2 workers, 0.9 for more, and 0 for the plain average";

    /** Returns the defaults for a number of workers, at least 1. */
    public static WorkerDefaults of(int workers) {
        return workers <= 1 ? ONE_WORKER : workers == 2 ? TWO_WORKERS : SEVERAL_WORKERS;
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
