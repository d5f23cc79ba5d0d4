package io.jointae.sweep.plan;

import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOption;
import io.jointae.train.options.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The stacks of auto-encoders of a sweep. A list of layers has one entry for all layers, or one entry per layer from the
 * lowest to the highest.
 *
 * @param kinds kinds of auto-encoder: {@code ae}, {@code dae} or {@code cae}; each value is a list of layers
 * @param depths numbers of layers
 * @param hidden units of the layers; a single list of layers
 * @param noise noise levels of stacks with a denoising layer; each value is a list of layers
 * @param contraction contraction weights of stacks with a contractive layer; each value is a list of layers
 * @param weightDecay weight decays of stacks with a plain layer; each value is a list of layers
 * @param initialWeights names of ranges of the initial weights: {@code glorot-logistic} or {@code glorot}
 */
public record StackGrid(
        List<List<String>> kinds,
        List<Integer> depths,
        List<Integer> hidden,
        List<List<Double>> noise,
        List<List<Double>> contraction,
        List<List<Double>> weightDecay,
        List<String> initialWeights) {

    /** The default number of units, for all layers. */
    public static final List<Integer> DEFAULT_HIDDEN =
            List.of(TrainingOptions.DEFAULTS.stack().layers().get(0).units());

    /** The paper's grid of the noise (section IV). */
    public static final List<List<Double>> PAPER_NOISE = forAllLayers(0.1, 0.3, 0.5, 0.7, 0.9);

    /** The paper's grid of the contraction (section IV). */
    public static final List<List<Double>> PAPER_CONTRACTION = forAllLayers(0.01, 0.05, 0.15, 0.3, 0.6);

    /** The default grid of the weight decay. The paper does not state its grid. */
    public static final List<List<Double>> DEFAULT_WEIGHT_DECAY = forAllLayers(1e-5, 1e-4, 1e-3, 1e-2);

    /** The default range of the initial weights. The paper does not state its own. */
    public static final List<String> DEFAULT_INITIAL_WEIGHTS =
            List.of(TrainingOption.INITIAL_WEIGHTS.defaultValue().orElseThrow());

    private static final List<List<Double>> UNUSED = forAllLayers(0.0);

    /** @throws io.jointae.base.InvalidInputException if a list is empty */
    public StackGrid {
        kinds = GridValues.distinctPerLayer("kinds", kinds);
        depths = GridValues.distinct("layers", depths);
        hidden = GridValues.perLayer("hidden", hidden);
        noise = GridValues.distinctPerLayer("noise", noise);
        contraction = GridValues.distinctPerLayer("contraction", contraction);
        weightDecay = GridValues.distinctPerLayer("weight-decay", weightDecay);
        initialWeights = GridValues.distinct(TrainingOption.INITIAL_WEIGHTS.cliName(), initialWeights);
    }

    /**
     * Returns the option texts of every combination of kinds, strengths and initial weights. A strength that no layer of
     * a combination uses is 0, so that its grid does not multiply the trials.
     *
     * @return texts by {@link TrainingOption#cliName}, without the depth
     * @throws io.jointae.base.InvalidInputException if a kind is unknown
     */
    List<SortedMap<String, String>> combinations() {
        List<SortedMap<String, String>> all = new ArrayList<>();
        for (List<String> layers : kinds) {
            List<AutoEncoderKind> used =
                    layers.stream().map(AutoEncoderKind::of).toList();
            for (List<Double> decay : used.contains(AutoEncoderKind.AE) ? weightDecay : UNUSED) {
                for (List<Double> level : used.contains(AutoEncoderKind.DAE) ? noise : UNUSED) {
                    for (List<Double> weight : used.contains(AutoEncoderKind.CAE) ? contraction : UNUSED) {
                        for (String range : initialWeights) {
                            all.add(new TreeMap<>(Map.of(
                                    TrainingOption.KIND.cliName(), GridValues.join(layers),
                                    TrainingOption.WEIGHT_DECAY.cliName(), GridValues.join(decay),
                                    TrainingOption.NOISE.cliName(), GridValues.join(level),
                                    TrainingOption.CONTRACTION.cliName(), GridValues.join(weight),
                                    TrainingOption.HIDDEN.cliName(), GridValues.join(hidden),
                                    TrainingOption.INITIAL_WEIGHTS.cliName(), range)));
                        }
                    }
                }
            }
        }
        return all;
    }

    private static List<List<Double>> forAllLayers(Double... values) {
        return Stream.of(values).map(List::of).toList();
    }
}
