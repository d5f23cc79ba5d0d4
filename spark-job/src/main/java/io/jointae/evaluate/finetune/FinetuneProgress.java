package io.jointae.evaluate.finetune;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Prints how far fine-tuning is, at most one line per learning rate in ten seconds. For example: {@code rect DAE-2J:
 * learning rate 0.1, epoch 120 of at most 1,000, at most 1:46 left}. Training ends earlier if the validation error stops
 * falling. Thread-safe.
 */
public final class FinetuneProgress {

    private static final double SECONDS_BETWEEN_LINES = 10;
    private static final int MINUTE = 60;

    private final String name;
    private final int epochs;
    private final Consumer<String> out;
    private final LongSupplier nanoTime;
    private final long begin;
    private final Map<Double, Long> lastLines = new HashMap<>();

    /**
     * Starts to measure the time.
     *
     * @param name dataset and model
     * @param epochs the largest number of epochs
     * @param out receives each line
     */
    public FinetuneProgress(String name, int epochs, Consumer<String> out) {
        this(name, epochs, out, System::nanoTime);
    }

    FinetuneProgress(String name, int epochs, Consumer<String> out, LongSupplier nanoTime) {
        this.name = name;
        this.epochs = epochs;
        this.out = out;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    /** Returns the progress of the next of several trainings that run one after the other. */
    public FinetuneProgress next() {
        return new FinetuneProgress(name, epochs, out, nanoTime);
    }

    /**
     * Reports that an epoch has ended.
     *
     * @param epoch its number, from 1
     */
    public synchronized void onEpoch(double learningRate, long epoch) {
        long now = nanoTime.getAsLong();
        if ((now - lastLines.getOrDefault(learningRate, begin)) * 1e-9 < SECONDS_BETWEEN_LINES) {
            return;
        }
        lastLines.put(learningRate, now);
        long left = Math.round((now - begin) * 1e-9 / epoch * (epochs - epoch));
        out.accept(String.format(
                Locale.ROOT,
                "%s: learning rate %s, epoch %,d of at most %,d, at most %d:%02d left",
                name,
                learningRate,
                epoch,
                epochs,
                left / MINUTE,
                left % MINUTE));
    }
}
