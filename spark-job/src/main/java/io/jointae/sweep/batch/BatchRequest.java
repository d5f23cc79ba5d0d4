package io.jointae.sweep.batch;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.sweep.plan.Trial;
import java.util.Collection;
import java.util.List;

/**
 * How many trials the user wants to train together on one device.
 *
 * @param trials the number of trials; 0 for the choice by the engine: on a GPU as many as are alike, divided among the trials
 *     that run at a time, and a single one on a processor
 */
public record BatchRequest(int trials) {

    /** The choice by the engine. */
    public static final BatchRequest AUTO = new BatchRequest(0);

    /** The most trials of a batch that is not requested. Larger batches hardly save launches. */
    static final int MOST_BY_ITSELF = 32;

    private static final String FIELD = "batched-trials";

    public BatchRequest {
        if (trials < 0) {
            throw invalid(Integer.toString(trials));
        }
    }

    /**
     * Reads a request.
     *
     * @param text {@code auto}, or a number of 1 or more
     * @throws InvalidInputException if it is neither
     */
    public static BatchRequest of(String text) {
        if (text.equals("auto")) {
            return AUTO;
        }
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw invalid(text);
        }
        return new BatchRequest(Integer.parseInt(text));
    }

    private static InvalidInputException invalid(String text) {
        return InvalidInputException.ofField(
                FIELD, "%s is invalid: choose auto, or a whole number of 1 or more.", text);
    }

    /**
     * Checks that the engines of a sweep can train several trials together if that is requested.
     *
     * @throws InvalidInputException if an engine cannot
     */
    public void check(Collection<Arithmetic> used) {
        if (trials > 1 && used.stream().anyMatch(each -> each.engine() == EngineKind.ND4J)) {
            throw InvalidInputException.ofField(
                    FIELD,
                    "%d needs an engine of PyTorch's library, and the sweep uses %s: set the key engine of the sweep file"
                            + " to torch-cuda or torch-cpu, or %s to auto.",
                    trials,
                    EngineKind.ND4J.optionName(),
                    FieldName.of(FIELD));
        }
    }

    /**
     * Returns the batches in which trials train.
     *
     * @param given trials that do not wait for one another
     * @param slots the number of trials or batches that run at the same time, 1 or more
     * @param mostInDriver the number of trials that the memory of the driver holds
     */
    public List<TrialBatch> batches(List<Trial> given, int slots, int mostInDriver) {
        int inDriver = Math.max(1, mostInDriver / slots);
        return TrialBatch.of(given, (trial, alike) -> Math.min(inDriver, most(trial, alike, slots)));
    }

    private int most(Trial trial, int alike, int slots) {
        if (trials > 0) {
            return trials;
        }
        boolean onGpu = trial.options().arithmetic().engine().usesGpu();
        return onGpu ? Math.min(MOST_BY_ITSELF, (alike + slots - 1) / slots) : 1;
    }
}
