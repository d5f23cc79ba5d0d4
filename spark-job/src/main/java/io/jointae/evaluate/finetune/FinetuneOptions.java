package io.jointae.evaluate.finetune;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.stack.RandomStreams;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The options of fine-tuning. The paper states at most 1,000 epochs and early stopping on the validation error (section
 * IV-D), but neither the optimizer nor its learning rate, batch size or patience.
 *
 * @param optimizer update rule of all weights, those of the encoder and those of the softmax
 * @param learningRates learning rates, each positive; each one is tried from the same start, and the one with the lowest
 *     validation error is chosen, or the one with the lowest validation loss among those with equal errors
 * @param batchSize number of examples per step, at least 1
 * @param epochs maximum number of epochs, at least 1
 * @param patience number of epochs without a better validation result after which training stops, at least 1
 * @param seed seed of the order of the examples
 * @param averaging how many workers train, and how they meet; the state of the optimizer is averaged
 */
@DefaultSerializer(JavaSerializer.class)
public record FinetuneOptions(
        FinetuneOptimizer optimizer,
        List<Double> learningRates,
        int batchSize,
        int epochs,
        int patience,
        long seed,
        Averaging averaging)
        implements Serializable {

    /**
     * The default options: the paper's where it states them. On the validation rows of the rectangles dataset, plain SGD
     * with learning rates of 0.1 and 1 converges within the maximum number of epochs. With 0.01, and with RMSProp at
     * 0.0001 and below, it does not.
     */
    public static final FinetuneOptions DEFAULT =
            new FinetuneOptions(FinetuneOptimizer.SGD, List.of(0.1, 1.0), 100, 1000, 50, 1);

    /**
     * The key of the optimizer in result rows. Its spelling is part of the stored format: the result store and the resume
     * logic of sweeps identify cells by their hyperparameters, so another spelling would measure every cell again.
     */
    static final String OPTIMIZER_KEY = "finetune-optimiser";

    /**
     * Checks the options and removes repeated learning rates.
     *
     * @throws InvalidInputException if an option is out of range
     */
    public FinetuneOptions {
        if (learningRates.isEmpty()) {
            throw InvalidInputException.ofField("learning-rate", "is empty: name at least one learning rate.");
        }
        for (double rate : learningRates) {
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw InvalidInputException.ofField(
                        "learning-rate", "%s is not positive and finite: choose a value greater than 0.", rate);
            }
        }
        learningRates = learningRates.stream().distinct().toList();
        Objects.requireNonNull(averaging, "averaging");
        if (averaging.state() != Averaging.State.AVERAGE) {
            throw new IllegalArgumentException("Fine-tuning averages the state of the optimizer.");
        }
        requirePositive("batch-size", batchSize);
        requirePositive("epochs", epochs);
        requirePositive("patience", patience);
    }

    /** Creates the options of a single worker. */
    public FinetuneOptions(
            FinetuneOptimizer optimizer,
            List<Double> learningRates,
            int batchSize,
            int epochs,
            int patience,
            long seed) {
        this(optimizer, learningRates, batchSize, epochs, patience, seed, Averaging.SINGLE);
    }

    /** Returns these options with another seed. */
    public FinetuneOptions withSeed(long otherSeed) {
        return new FinetuneOptions(optimizer, learningRates, batchSize, epochs, patience, otherSeed, averaging);
    }

    /** Returns the number of minibatches in which a worker with this number of rows takes an epoch. */
    int batchesPerEpoch(long rows) {
        return Math.toIntExact((rows + batchSize - 1) / batchSize);
    }

    /**
     * Returns the order in which a worker takes its rows in an epoch.
     *
     * @param epoch index of the epoch, from 0
     */
    int[] order(int epoch, int worker, int rows) {
        // Epoch 0 has the order of index 1, as in version 0.1, where DL4J's trainer reset its iterator before the first
        // epoch.
        return RandomStreams.order(seed, 0, epoch + 1, worker, rows);
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw InvalidInputException.ofField(option, "%d is not positive: choose 1 or more.", value);
        }
    }

    /**
     * Returns these options as the hyperparameters of a result row, by option name with the prefix {@code finetune-}.
     * The options of averaging are only there for two workers or more, so that the cells of one worker keep their keys.
     */
    public SortedMap<String, String> toMap() {
        SortedMap<String, String> map = new TreeMap<>();
        map.put(OPTIMIZER_KEY, optimizer.cliName());
        map.put(
                "finetune-learning-rate",
                learningRates.stream().map(rate -> Double.toString(rate)).collect(Collectors.joining(",")));
        map.put("finetune-batch-size", Integer.toString(batchSize));
        map.put("finetune-epochs", Integer.toString(epochs));
        map.put("finetune-patience", Integer.toString(patience));
        map.put("finetune-seed", Long.toString(seed));
        if (averaging.workers() > 1) {
            OuterOptimizer outer = averaging.outer();
            map.put("finetune-workers", Integer.toString(averaging.workers()));
            map.put("finetune-averaging-frequency", Integer.toString(averaging.frequency()));
            map.put("finetune-outer-optimizer", outer.rule().name().toLowerCase(Locale.ROOT));
            map.put("finetune-outer-learning-rate", Double.toString(outer.learningRate()));
            map.put("finetune-outer-momentum", Double.toString(outer.momentum()));
        }
        return map;
    }
}
