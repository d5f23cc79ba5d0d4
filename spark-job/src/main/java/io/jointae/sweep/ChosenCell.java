package io.jointae.sweep;

import io.jointae.data.Split;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice;
import io.jointae.results.choice.Selection;
import io.jointae.results.paper.PaperSetting;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table cell that a sweep fills.
 *
 * @param name what the cell measures
 * @param trials the trials among which the cell chooses
 * @param choice the chosen setting, as the report chooses it; empty if no trial has a result
 */
public record ChosenCell(Name name, List<Trial> trials, Optional<Choice> choice) {

    /**
     * The name of a cell: what is measured, and on what.
     *
     * @param dataset name of the dataset
     * @param dataHash hash of the dataset
     * @param model name of the model, such as {@code DAE-2J}
     * @param evaluation name of the evaluation
     * @param metric what the evaluation compares models by
     */
    public record Name(String dataset, String dataHash, String model, String evaluation, MetricName metric) {

        private boolean isOf(StoredRow row) {
            return row.cell().split() == Split.TEST
                    && row.cell().dataset().equals(dataset)
                    && dataHash.equals(row.cell().dataHash())
                    && row.cell().model().name().equals(model)
                    && row.cell().metric().equals(metric);
        }
    }

    /**
     * Returns the cells of a sweep in the order of its trials.
     *
     * @param rows every row of its store
     */
    public static List<ChosenCell> of(SweepPlan plan, List<StoredRow> rows) {
        Map<Name, List<Trial>> cells = new LinkedHashMap<>();
        for (Trial trial : plan.trials()) {
            for (String evaluation : trial.evaluation().evaluations()) {
                Name name = new Name(
                        trial.data().name(),
                        trial.data().hash(),
                        trial.options().modelName(),
                        evaluation,
                        trial.metric(evaluation));
                // No setting is chosen by a rank, because a higher one is not always better.
                if (name.metric().higherIsBetter().isPresent()) {
                    cells.computeIfAbsent(name, none -> new ArrayList<>()).add(trial);
                }
            }
        }
        Selection selection = new Selection(rows);
        List<ChosenCell> chosen = new ArrayList<>();
        cells.forEach((name, trials) -> chosen.add(new ChosenCell(
                name,
                List.copyOf(trials),
                selection.best(rows.stream().filter(name::isOf).toList(), name.metric()))));
        return chosen;
    }

    /** Returns a line that states the choice and warns of what weakens it; empty if there is none. */
    public Optional<String> line() {
        return choice.map(made -> {
            ResultRow result = made.result();
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%s %s: %s %.2f at %s",
                    name.dataset(),
                    name.model(),
                    name.metric().id(),
                    result.value(),
                    searched(made)));
            int seeds = made.setting().repetitions().size();
            if (seeds > 1) {
                line.append(", the mean of ").append(seeds).append(" seeds");
            }
            if (made.isTied()) {
                line.append(String.format(
                        Locale.ROOT,
                        "; %d settings are tied, with test results from %.2f to %.2f",
                        made.tied().size(),
                        made.tiedTest().getMin(),
                        made.tiedTest().getMax()));
            }
            if (!made.edges().isEmpty()) {
                line.append("; at the edge of its grid: ").append(String.join(", ", made.edges()));
            }
            if (result.collapsed()) {
                line.append("; every setting has collapsed");
            }
            return line.toString();
        });
    }

    private static String searched(Choice choice) {
        Map<String, String> options = choice.setting().options();
        return List.of("learning-rate", "noise", "contraction", "weight-decay", PaperSetting.INITIAL_WEIGHTS).stream()
                .filter(option ->
                        options.containsKey(option) && !options.get(option).matches("0(\\.0)?"))
                .map(option -> option + " " + options.get(option))
                .collect(Collectors.joining(", "));
    }
}
