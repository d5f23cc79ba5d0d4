package io.jointae.train.plan;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The training schemes that the paper compares. Each scheme is a list of phases. */
public enum Scheme {
    /** Layerwise training: each layer alone, from the bottom up (paper, Figure 1 left). */
    L("L") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            List<Phase> phases = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                List<Double> rates = onlyLayer(i, depth, learningRate);
                phases.add(new Phase("layer " + (i + 1) + " of " + depth, Objective.layer(i), epochs, rates));
            }
            return phases;
        }
    },
    /** Joint training: all layers minimize the reconstruction error of the input (eq. 8). */
    J("J") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            return List.of(joint(depth, epochs, learningRate, true));
        }
    },
    /** Layerwise training followed by joint training without regularization (section IV-B). */
    U("U") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            return append(L.phases(depth, epochs, learningRate), joint(depth, epochs, learningRate, false));
        }
    },
    /** Layerwise training followed by joint training with regularization (section IV-B). */
    UJ("UJ") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            return append(L.phases(depth, epochs, learningRate), joint(depth, epochs, learningRate, true));
        }
    },
    /** The joint objective with only one layer's learning rate above 0 at a time (eq. 9-10). */
    SCHEDULED("scheduled") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            List<Phase> phases = new ArrayList<>();
            for (int i = 0; i < depth; i++) {
                List<Double> rates = onlyLayer(i, depth, learningRate);
                String name = "joint, layer " + (i + 1) + " of " + depth + " learning alone";
                phases.add(new Phase(name, Objective.joint(depth, true), epochs, rates));
            }
            return phases;
        }
    },
    /** The sum of the layers' own objectives (footnote 1), which the paper found to perform poorly. */
    SUMMED("summed") {
        @Override
        public List<Phase> phases(int depth, int epochs, double learningRate) {
            List<Double> rates = Collections.nCopies(depth, learningRate);
            return List.of(new Phase("sum of the layers' objectives", Objective.summed(depth), epochs, rates));
        }
    };

    private final String cliName;

    Scheme(String cliName) {
        this.cliName = cliName;
    }

    /**
     * Returns the phases of this scheme.
     *
     * @param depth the number of layers
     * @param epochs the number of epochs per phase
     * @param learningRate the learning rate of the layers that learn
     */
    public abstract List<Phase> phases(int depth, int epochs, double learningRate);

    /** Returns the name on the command line, in model names and in stored files, for example {@code UJ}. */
    public String cliName() {
        return cliName;
    }

    /**
     * Returns the scheme of a name, in upper or lower case.
     *
     * @throws InvalidInputException if no scheme has this name; the message lists the known ones
     */
    public static Scheme of(String name) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.cliName.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.ofField(
                        "scheme",
                        "%s is invalid: it must be one of %s.",
                        name,
                        Arrays.stream(values()).map(Scheme::cliName).collect(Collectors.joining(", "))));
    }

    private static Phase joint(int depth, int epochs, double learningRate, boolean regularized) {
        String name = regularized ? "joint" : "joint, not regularized";
        return new Phase(name, Objective.joint(depth, regularized), epochs, Collections.nCopies(depth, learningRate));
    }

    private static List<Double> onlyLayer(int layer, int depth, double learningRate) {
        List<Double> rates = new ArrayList<>(Collections.nCopies(depth, 0.0));
        rates.set(layer, learningRate);
        return rates;
    }

    private static List<Phase> append(List<Phase> first, Phase last) {
        List<Phase> phases = new ArrayList<>(first);
        phases.add(last);
        return phases;
    }
}
