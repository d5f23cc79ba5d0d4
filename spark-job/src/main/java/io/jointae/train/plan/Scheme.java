package io.jointae.train.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The training schemes that the paper compares, each no more than a list of phases. */
public enum Scheme {
    /** Layerwise: each layer alone, from the bottom (paper, Figure 1 left). */
    L("L") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            List<Phase> phases = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                List<Double> rates = only(i, depth, learningRate);
                phases.add(new Phase("layer " + (i + 1) + " of " + depth, Objective.layer(i), epochs, rates));
            }
            return phases;
        }
    },
    /** Joint: all layers against the input (eq. 8). */
    J("J") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            return List.of(joint(depth, epochs, learningRate, true));
        }
    },
    /** Layerwise, then joint without regularization (section IV-B). */
    U("U") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            return after(L.phases(depth, epochs, learningRate), joint(depth, epochs, learningRate, false));
        }
    },
    /** Layerwise, then joint with regularization (section IV-B). */
    UJ("UJ") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            return after(L.phases(depth, epochs, learningRate), joint(depth, epochs, learningRate, true));
        }
    },
    /** The joint objective, one layer's learning rate above zero at a time (eq. 9-10). */
    SCHEDULED("scheduled") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            List<Phase> phases = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                List<Double> rates = only(i, depth, learningRate);
                String name = "joint, layer " + (i + 1) + " of " + depth + " alone moving";
                phases.add(new Phase(name, Objective.joint(depth, true), epochs, rates));
            }
            return phases;
        }
    },
    /** The sum of the layers' own objectives (footnote 1), which the paper found to do poorly. */
    SUMMED("summed") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            List<Double> rates = Collections.nCopies(depth, learningRate);
            return List.of(new Phase("all layers' own objectives", Objective.summed(depth), epochs, rates));
        }
    };

    private final String word;

    Scheme(String word) {
        this.word = word;
    }

    /** The plan of a stack. */
    public abstract List<Phase> phases(int depth, int epochs, double learningRate);

    /** As on the command line and in model names. */
    public String cliName() {
        return word;
    }

    /** @throws InvalidInputException naming the known ones */
    public static Scheme of(String word) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.word.equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        "scheme",
                        "%s is invalid: it must be one of %s.",
                        word,
                        Arrays.stream(values()).map(Scheme::cliName).collect(Collectors.joining(", "))));
    }

    private static Phase joint(int depth, int epochs, double learningRate, boolean regularized) {
        String name = regularized ? "joint" : "joint, not regularised";
        return new Phase(name, Objective.joint(depth, regularized), epochs, Collections.nCopies(depth, learningRate));
    }

    private static List<Double> only(int layer, int depth, double learningRate) {
        List<Double> rates = new ArrayList<>(Collections.nCopies(depth, 0.0));
        rates.set(layer, learningRate);
        return rates;
    }

    private static List<Phase> after(List<Phase> first, Phase last) {
        List<Phase> phases = new ArrayList<>(first);
        phases.add(last);
        return phases;
    }
}
