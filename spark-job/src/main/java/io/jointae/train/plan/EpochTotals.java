package io.jointae.train.plan;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.jointae.model.EpochRecord;
import java.io.Serializable;

/**
 * Totals of an epoch or of a part of it. They are summed over workers and over rounds.
 *
 * @param cost the training cost, summed over the examples
 * @param examples the number of examples trained on
 * @param stepSeconds the time spent in training steps; of several workers, the time of the slowest
 * @param wallSeconds the wall-clock time that passed on the driver, which includes averaging and evaluation; 0 in the
 *     totals of a worker, which knows its steps only, and in checkpoints of 0.1.0
 */
@JsonPropertyOrder({"cost", "examples", "seconds", "wallSeconds"})
@DefaultSerializer(JavaSerializer.class)
public record EpochTotals(
        double cost,
        long examples,
        @JsonProperty("seconds") double stepSeconds,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) double wallSeconds)
        implements Serializable {

    /** The totals of no work. */
    public static final EpochTotals NONE = new EpochTotals(0, 0, 0);

    /** Creates the totals of a worker. */
    public EpochTotals(double cost, long examples, double stepSeconds) {
        this(cost, examples, stepSeconds, 0);
    }

    /** Reads stored totals, which have no wall-clock time in checkpoints of 0.1.0. */
    @JsonCreator
    static EpochTotals stored(
            @JsonProperty("cost") double cost,
            @JsonProperty("examples") long examples,
            @JsonProperty("seconds") double stepSeconds,
            @JsonProperty("wallSeconds") Double wallSeconds) {
        return new EpochTotals(cost, examples, stepSeconds, wallSeconds == null ? 0 : wallSeconds);
    }

    /** Returns the totals of this work and of another worker's work at the same time. */
    public EpochTotals plusParallel(EpochTotals other) {
        return new EpochTotals(
                cost + other.cost,
                examples + other.examples,
                Math.max(stepSeconds, other.stepSeconds),
                Math.max(wallSeconds, other.wallSeconds));
    }

    /** Returns the totals of this work and of the work after it. */
    public EpochTotals plusSequential(EpochTotals later) {
        return new EpochTotals(
                cost + later.cost,
                examples + later.examples,
                stepSeconds + later.stepSeconds,
                wallSeconds + later.wallSeconds);
    }

    /** Returns these totals with another wall-clock time. */
    public EpochTotals withWallSeconds(double seconds) {
        return new EpochTotals(cost, examples, stepSeconds, seconds);
    }

    /**
     * Returns the record of a complete epoch without reconstruction costs.
     *
     * @param phase the index of the phase, from 0
     * @param epoch the number of the epoch within the phase, from 1
     */
    public EpochRecord record(int phase, int epoch) {
        return new EpochRecord(
                phase,
                epoch,
                cost / examples,
                EpochRecord.Reconstruction.NONE,
                EpochRecord.Reconstruction.NONE,
                examplesPerSecond(),
                stepExamplesPerSecond());
    }

    /** Returns the examples per second of wall-clock time: the rate at which the run advances. */
    public double examplesPerSecond() {
        return examples / wallSeconds;
    }

    /** Returns the examples per second that the slowest worker spent in steps: the rate without all other work. */
    public double stepExamplesPerSecond() {
        return examples / stepSeconds;
    }
}
