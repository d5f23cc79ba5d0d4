package io.jointae.cli.codes;

import io.jointae.base.InvalidInputException;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.evaluate.PairedComparison;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option that compares two models on the same test rows. */
final class CompareOptions {

    /** The seed of the bootstrap. */
    static final long SEED = 1;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--compare",
            description =
                    "Compares two models on the same test rows with a paired bootstrap test, and prints the p-values of"
                            + " the hypothesis that they are equally good.")
    private boolean compare;

    /** Returns whether two models are compared. */
    boolean compares() {
        return compare;
    }

    /** Refuses a comparison of one model, or of more than two. */
    void check(EvaluationOptions flags) {
        if (compare && flags.models().size() != 2) {
            throw InvalidInputException.of(
                    "--compare needs exactly two models, but %d are given: give --model twice.",
                    flags.models().size());
        }
    }

    /**
     * Returns a comparison as one line of text.
     *
     * @param names the names of the two models
     */
    static String describe(PairedComparison comparison, List<String> names) {
        return String.format(
                Locale.ROOT,
                "%s: only %s is wrong on %d test rows, only %s on %d, of %d test rows: p = %.4f.",
                comparison.metric(),
                names.get(0),
                comparison.errors().onlyFirst(),
                names.get(1),
                comparison.errors().onlySecond(),
                comparison.errors().rows(),
                comparison.p());
    }
}
