package io.jointae.evaluate.finetune;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Updater;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The rule by which fine-tuning updates the weights from a gradient. */
public enum FinetuneOptimizer {

    /** Plain stochastic gradient descent. */
    SGD(Updater.SGD),

    /** RMSProp with the decay of 0.9 that the paper states for its pretraining (section IV). */
    RMSPROP(Updater.RMSPROP);

    private final Updater rule;

    FinetuneOptimizer(Updater rule) {
        this.rule = rule;
    }

    /** Returns the same rule as pretraining has it. */
    Updater rule() {
        return rule;
    }

    /** Returns how many numbers of state this rule keeps per parameter. */
    int stateSize() {
        return rule.stateSize();
    }

    /** Returns the name on the command line, in sweep files and in result rows: {@code sgd} or {@code rmsprop}. */
    public String cliName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the optimizer with a given name, in any case.
     *
     * @param name {@code sgd} or {@code rmsprop}
     * @return the optimizer
     * @throws InvalidInputException if there is no such optimizer
     */
    public static FinetuneOptimizer of(String name) {
        return Arrays.stream(values())
                .filter(optimizer -> optimizer.cliName().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        "optimizer",
                        "%s is unknown: choose one of %s.",
                        name,
                        Arrays.stream(values()).map(FinetuneOptimizer::cliName).collect(Collectors.joining(", "))));
    }
}
