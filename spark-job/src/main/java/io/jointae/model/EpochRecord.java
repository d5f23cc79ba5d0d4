package io.jointae.model;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Objects;

/**
 * The costs and the speed of one epoch: a line of {@code metrics.jsonl} and an entry of a model's history. Costs are
 * means per example, by the model's loss.
 *
 * @param phase index of the phase, from 0
 * @param epoch number of the epoch within its phase, from 1
 * @param cost the mean cost of the phase's own objective over the epoch's batches, each taken before its step
 * @param clean cost of reconstructing clean inputs through the layers trained so far
 * @param denoising cost of reconstructing clean inputs from corrupted ones (the data term of the paper's eq. 8), each
 *     layer's input corrupted as in joint training and always by the same random numbers
 * @param examplesPerSecond training examples of all workers together per second of wall-clock time, which includes
 *     averaging, evaluation and everything else between two steps. Files of 0.1.0 have the rate of the steps here
 * @param stepExamplesPerSecond training examples of all workers together per second that the slowest worker spent in
 *     training steps; null in files of 0.1.0
 */
@JsonSerialize(converter = EpochRecordJson.FromRecord.class)
@JsonDeserialize(converter = EpochRecordJson.ToRecord.class)
public record EpochRecord(
        int phase,
        int epoch,
        double cost,
        Reconstruction clean,
        Reconstruction denoising,
        double examplesPerSecond,
        Double stepExamplesPerSecond) {

    /**
     * The mean cost of reconstructing an example, before any step of the next epoch.
     *
     * @param train the mean over a sample of the training examples; null where the epoch was not evaluated
     * @param valid the mean over the validation examples; null where the epoch was not evaluated or there are none
     */
    public record Reconstruction(Double train, Double valid) {

        /** The costs of an epoch that was not evaluated, and the denoising costs of layers that do not corrupt. */
        public static final Reconstruction NONE = new Reconstruction(null, null);
    }

    public EpochRecord {
        Objects.requireNonNull(clean, "clean");
        Objects.requireNonNull(denoising, "denoising");
    }

    /** Creates the record of an epoch whose steps were not timed. */
    public EpochRecord(
            int phase,
            int epoch,
            double cost,
            Reconstruction clean,
            Reconstruction denoising,
            double examplesPerSecond) {
        this(phase, epoch, cost, clean, denoising, examplesPerSecond, null);
    }

    /** Returns the record of an epoch after which no reconstruction cost was computed. */
    public static EpochRecord unevaluated(int phase, int epoch, double cost, double examplesPerSecond) {
        return new EpochRecord(phase, epoch, cost, Reconstruction.NONE, Reconstruction.NONE, examplesPerSecond);
    }

    /** Returns {@code clean().train()}: the clean reconstruction cost of training examples, or null. */
    public Double train() {
        return clean.train();
    }

    /** Returns {@code clean().valid()}: the clean reconstruction cost of validation examples, or null. */
    public Double valid() {
        return clean.valid();
    }

    /** Returns this record with other reconstruction costs. */
    public EpochRecord with(Reconstruction otherClean, Reconstruction otherDenoising) {
        return new EpochRecord(
                phase, epoch, cost, otherClean, otherDenoising, examplesPerSecond, stepExamplesPerSecond);
    }

    /** Returns this record without its rates, as two runs with the same numbers have it. */
    public EpochRecord withoutRates() {
        return new EpochRecord(phase, epoch, cost, clean, denoising, 0, null);
    }
}
