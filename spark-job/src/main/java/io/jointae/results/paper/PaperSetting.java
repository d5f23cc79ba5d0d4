package io.jointae.results.paper;

import io.jointae.results.Cell;
import io.jointae.results.DataOrigin;
import io.jointae.results.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The options of the paper's experiment (section IV): those that it holds fixed, the grids from which it chooses, and those of
 * which it says nothing and that change a model, such as a warm-up of the learning rate. A cell that departs from them is
 * marked, so that no other experiment passes for the paper's. Options that a row does not store are not compared.
 *
 * <p>The paper does not state its initial weights, and results depend on them. Any range may therefore be the paper's: a
 * range is no departure but a part of the grid, from which validation results choose as they choose the noise, and a report
 * says which range a chosen cell has.
 */
public final class PaperSetting {

    /** The option of the range of the initial weights. Rows store it only where it is not the default. */
    public static final String INITIAL_WEIGHTS = "initial-weights";

    /** The range of the initial weights of rows that do not store it. */
    public static final String DEFAULT_INITIAL_WEIGHTS = "glorot-logistic";

    private static final SortedMap<String, List<String>> ALLOWED = new TreeMap<>();

    static {
        fixed("epochs", "300");
        fixed("hidden", "1000");
        fixed("batch-size", "100");
        fixed("tied", "true");
        fixed("activation", "logistic");
        fixed("output-activation", "logistic");
        fixed("loss", "cross-entropy");
        fixed("corruption", "gaussian");
        fixed("l1", "0");
        fixed("shuffle", "true");
        fixed("workers", "1");
        fixed("warm-up-steps", "0");
        fixed("precision", "float");
        fixed("evaluation-precision", "float");
        fixed("learning-rate", "0.001", "0.005", "0.01", "0.02");
        fixed("parzen-samples", "10000");
        fixed("sample-chains", "1");
        fixed("sample-thin", "1");
        fixed("finetune-epochs", "1000");
        fixed("finetune-workers", "1");
    }

    /** The grid of a strength, by the kind of layer that has it. Other kinds have 0; the paper does not give that of L2. */
    private static final Map<String, Strength> STRENGTHS = Map.of(
            "noise", new Strength("dae", List.of("0.1", "0.3", "0.5", "0.7", "0.9")),
            "contraction", new Strength("cae", List.of("0.01", "0.05", "0.15", "0.3", "0.6")),
            "weight-decay", new Strength("ae", List.of()));

    private record Strength(String kind, List<String> grid) {}

    private PaperSetting() {}

    private static void fixed(String option, String... values) {
        ALLOWED.put(option, List.of(values));
    }

    /** Returns the name of the range of the initial weights with which the model of a cell was trained. */
    public static String initialWeights(Cell cell) {
        return cell.hyperparameters().getOrDefault(INITIAL_WEIGHTS, DEFAULT_INITIAL_WEIGHTS);
    }

    /** Returns departures such as {@code epochs 20 (paper: 300)}, by option; empty if the row agrees with the paper. */
    public static List<String> departures(StoredRow row) {
        SortedMap<String, List<String>> allowed = new TreeMap<>(ALLOWED);
        STRENGTHS.forEach((option, strength) -> {
            boolean used = row.cell().model().kind().equals(strength.kind());
            if (!used || !strength.grid().isEmpty()) {
                allowed.put(option, used ? strength.grid() : List.of("0"));
            }
        });
        // A stack of several kinds is not in the paper, so its strengths have no grid.
        if (row.cell().model().kind().contains("+")) {
            allowed.keySet().removeAll(STRENGTHS.keySet());
        }
        List<String> departures = new ArrayList<>();
        allowed.forEach((option, values) -> {
            String value = row.cell().hyperparameters().get(option);
            if (value != null && !agrees(value, values)) {
                departures.add(option + " " + value + " (paper: " + String.join(", ", values) + ")");
            }
        });
        return departures;
    }

    /**
     * Returns how a row's dataset departs from the paper's, such as {@code regenerated rows, recipe version 2 (paper: the
     * official files)}; empty if it does not.
     */
    public static Optional<String> dataDeparture(StoredRow row) {
        if (row.origin() == DataOrigin.OFFICIAL) {
            return Optional.empty();
        }
        String recipe = row.procedure() == null ? null : row.procedure().recipe();
        return Optional.of(row.origin().id() + " rows" + (recipe == null ? "" : ", recipe version " + recipe)
                + " (paper: the official files)");
    }

    /** Returns whether every value per layer, such as {@code 1000,1000}, is an allowed one. */
    private static boolean agrees(String value, List<String> allowed) {
        return Stream.of(value.split(","))
                .allMatch(layer -> allowed.stream().anyMatch(each -> isSame(layer.strip(), each)));
    }

    private static boolean isSame(String one, String other) {
        return one.equals(other)
                || isNumber(one) && isNumber(other) && Double.parseDouble(one) == Double.parseDouble(other);
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9.]+(E-?[0-9]+)?") && !text.equals(".");
    }
}
