package io.jointae.model;

/**
 * How one epoch went: a line of {@code metrics.jsonl} and of a model's history. Costs are means per example,
 * by the model's loss.
 *
 * @param phase index of the phase, from 0
 * @param epoch within the phase, from 1
 * @param cost what the phase minimized, as seen while training: corrupted input, reconstruction of the
 *     phase's own target
 * @param train reconstruction of the input, clean, through the layers trained so far, over a sample of
 *     the training examples; null where this epoch was not evaluated
 * @param valid the same over the validation examples; null where not evaluated or there are none
 * @param denoisingTrain as {@code train}, each layer's input corrupted as the model corrupts it in joint training,
 *     the target clean (the data term of the paper's eq. 8), under the same noise each time; null also where no
 *     layer trained so far corrupts
 * @param denoisingValid the same over the validation examples
 * @param examplesPerSecond trained, of all workers together
 */
public record EpochRecord(
        int phase,
        int epoch,
        double cost,
        Double train,
        Double valid,
        Double denoisingTrain,
        Double denoisingValid,
        double examplesPerSecond) {

    /** The same at another speed. */
    public EpochRecord withExamplesPerSecond(double other) {
        return new EpochRecord(phase, epoch, cost, train, valid, denoisingTrain, denoisingValid, other);
    }
}
