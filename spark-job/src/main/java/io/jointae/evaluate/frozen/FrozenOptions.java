package io.jointae.evaluate.frozen;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.evaluate.Evaluation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of the evaluations of frozen codes together, as a sweep states them.
 *
 * @param layer layer whose codes the probe and the neighbors take, from 1 for the lowest; 0 stands for the top one
 * @param shares shares of the labels of the probe and the neighbors
 * @param probeCosts grid of costs C of the probe
 * @param neighbors grid of numbers of neighbors
 * @param anomalies labels of the anomalies; empty if anomalies are not ranked
 */
public record FrozenOptions(
        int layer, LabelShares shares, List<Double> probeCosts, List<Integer> neighbors, List<String> anomalies) {

    /** The names of the evaluations. */
    public static final Set<String> NAMES =
            Set.of(ProbeEvaluation.NAME, NeighborsEvaluation.NAME, RankEvaluation.NAME, AnomalyEvaluation.NAME);

    /** The default settings, which are those of the commands. They name no anomalies. */
    public static final FrozenOptions DEFAULT = new FrozenOptions(
            FrozenCodes.TOP,
            new LabelShares(LabelShares.DEFAULT_PERCENTS, 1),
            ProbeEvaluation.DEFAULT_COSTS,
            NeighborsEvaluation.DEFAULT_NEIGHBORS,
            List.of());

    /** The keys of grids that are not the default. A row has them only then, since results depend on the grid. */
    private static final String PROBE_GRID = "probe-c-grid";

    private static final String NEIGHBORS_GRID = "neighbors-k-grid";

    /** The hyper-parameters that a row has only if their values are not the default. */
    public static final Set<String> OPTIONAL = Set.of(PROBE_GRID, NEIGHBORS_GRID);

    /**
     * Checks the settings.
     *
     * @throws InvalidInputException if a grid is empty, out of range or not ascending, or if the layer is negative
     */
    public FrozenOptions {
        Objects.requireNonNull(shares, "shares");
        if (layer < FrozenCodes.TOP) {
            throw InvalidInputException.ofField(
                    FrozenCodes.LAYER_OPTION, "%d is negative: choose 1 or more, or 0 for the top layer.", layer);
        }
        probeCosts = new ProbeEvaluation(layer, shares, probeCosts).costs();
        neighbors = new NeighborsEvaluation(layer, shares, neighbors).neighbors();
        anomalies = List.copyOf(anomalies);
    }

    /**
     * Returns an evaluation with these settings; empty if it is none of {@link #NAMES}.
     *
     * @throws InvalidInputException if anomalies are to be ranked but no label of anomalies is named
     */
    public Optional<Evaluation<?>> evaluation(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case ProbeEvaluation.NAME -> new ProbeEvaluation(layer, shares, probeCosts);
                    case NeighborsEvaluation.NAME -> new NeighborsEvaluation(layer, shares, neighbors);
                    case RankEvaluation.NAME -> new RankEvaluation();
                    case AnomalyEvaluation.NAME ->
                        new AnomalyEvaluation(anomalies, AnomalyEvaluation.DEFAULT_RESAMPLES);
                    default -> null;
                });
    }

    /**
     * Returns these settings with the numbers of the labels of anomalies instead of their names.
     *
     * @throws InvalidInputException if the dataset has no such label
     */
    public FrozenOptions on(Manifest manifest) {
        List<String> numbers = AnomalyEvaluation.labels(anomalies, manifest).stream()
                .map(String::valueOf)
                .toList();
        return new FrozenOptions(layer, shares, probeCosts, neighbors, numbers);
    }

    /** Returns the hyper-parameters of the rows of an evaluation as far as they are known before it runs. */
    public SortedMap<String, String> hyperparameters(String name) {
        SortedMap<String, String> map = new TreeMap<>();
        switch (name) {
            case ProbeEvaluation.NAME -> {
                map.put(CodeClassifier.SEED, Long.toString(shares.seed()));
                if (!probeCosts.equals(ProbeEvaluation.DEFAULT_COSTS)) {
                    map.put(PROBE_GRID, probeCosts.toString());
                }
            }
            case NeighborsEvaluation.NAME -> {
                map.put(CodeClassifier.SEED, Long.toString(shares.seed()));
                if (!neighbors.equals(NeighborsEvaluation.DEFAULT_NEIGHBORS)) {
                    map.put(NEIGHBORS_GRID, neighbors.toString());
                }
            }
            case AnomalyEvaluation.NAME -> map.put(AnomalyEvaluation.LABELS, String.join(",", anomalies));
            default -> {
                // The rank has no settings.
            }
        }
        return map;
    }
}
