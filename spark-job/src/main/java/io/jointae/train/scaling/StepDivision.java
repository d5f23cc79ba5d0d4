package io.jointae.train.scaling;

import io.jointae.train.plan.TrainingPlan;

/**
 * The division of the steps of an epoch among the workers. The numbers are those of the worker with most examples, which
 * decides how long an epoch takes.
 *
 * @param examples the number of training examples of all workers together, at least 1
 * @param batchSize the number of examples per step, at least 1
 * @param workers the number of workers, at least 1
 * @param frequency the number of steps of each worker between two averagings; 0 averages once per epoch
 */
public record StepDivision(long examples, int batchSize, int workers, int frequency) {

    public StepDivision {
        if (examples < 1 || batchSize < 1 || workers < 1 || frequency < 0) {
            throw new IllegalArgumentException(String.format(
                    "%d examples, batches of %d, %d workers and the averaging frequency %d divide no steps.",
                    examples, batchSize, workers, frequency));
        }
    }

    /**
     * Returns the division that a plan makes.
     *
     * @param examples the number of training examples
     */
    public static StepDivision of(TrainingPlan plan, long examples) {
        return new StepDivision(
                examples,
                plan.batchSize(),
                plan.averaging().workers(),
                plan.averaging().frequency());
    }

    /** Returns this division with another number of workers. */
    public StepDivision withWorkers(int others) {
        return new StepDivision(examples, batchSize, others, frequency);
    }

    /** Returns the number of examples of a worker. */
    public long examplesPerWorker() {
        return ceilDiv(examples, workers);
    }

    /** Returns the number of steps of a worker per epoch, at least 1. */
    public long stepsPerEpoch() {
        return ceilDiv(examplesPerWorker(), batchSize);
    }

    /** Returns the number of steps of a worker between two averagings. */
    public long stepsPerRound() {
        return frequency == 0 ? stepsPerEpoch() : Math.min(frequency, stepsPerEpoch());
    }

    /** Returns the number of rounds per epoch. */
    public long roundsPerEpoch() {
        return ceilDiv(stepsPerEpoch(), stepsPerRound());
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
