package io.jointae.evaluate.finetune;

import io.jointae.base.InvalidInputException;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How to fine-tune. The paper states at most 1,000 epochs and early stopping on the validation error (section IV-D),
 * not the optimizer, its rate, the batch or the patience.
 *
 * @param optimizer of every weight, the encoder's and the softmax's
 * @param learningRates each over 0: every one is tried from the same start, and that of the lowest validation error
 *     kept, of equals that of the lowest validation cross-entropy
 * @param batchSize examples a step, at least 1
 * @param epochs at most so many passes, at least 1
 * @param patience epochs without a better validation result before it stops, at least 1
 * @param seed of the order of the examples
 */
public record FinetuneOptions(
        FinetuneOptimizer optimizer, List<Double> learningRates, int batchSize, int epochs, int patience, long seed)
        implements Serializable {

    /**
     * The paper's, as far as it states them. Rates of a hundredth, and RMSProp's of a ten-thousandth and below, are far
     * from done on rectangles' validation rows where plain SGD at these two has ended.
     */
    public static final FinetuneOptions PAPER =
            new FinetuneOptions(FinetuneOptimizer.SGD, List.of(0.1, 1.0), 100, 1000, 50, 1);

    /** @throws InvalidInputException naming the option */
    public FinetuneOptions {
        if (learningRates.isEmpty()) {
            throw InvalidInputException.of("learning-rate: give at least one");
        }
        for (double rate : learningRates) {
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw InvalidInputException.of("learning-rate %s: must be more than 0", rate);
            }
        }
        learningRates = learningRates.stream().distinct().toList();
        requirePositive("batch-size", batchSize);
        requirePositive("epochs", epochs);
        requirePositive("patience", patience);
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw InvalidInputException.of("%s %d: must be 1 or more", option, value);
        }
    }

    /** The learning rates as on the command line, with commas between. */
    public String rates() {
        return learningRates.stream().map(rate -> Double.toString(rate)).collect(Collectors.joining(","));
    }

    /** By option name, prefixed: what a result row says beside the options of training. */
    public SortedMap<String, String> toMap() {
        SortedMap<String, String> map = new TreeMap<>();
        map.put("finetune-optimiser", optimizer.cliName());
        map.put("finetune-learning-rate", rates());
        map.put("finetune-batch-size", Integer.toString(batchSize));
        map.put("finetune-epochs", Integer.toString(epochs));
        map.put("finetune-patience", Integer.toString(patience));
        map.put("finetune-seed", Long.toString(seed));
        return map;
    }
}
