package io.jointae.report;

import static java.util.stream.Collectors.joining;

import io.jointae.base.text.Count;
import io.jointae.chart.LineChart;
import io.jointae.results.QualityStudy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shows a {@link QualityStudy}: the best setting of each number of workers as a table, and the time to the cost of a
 * single worker as a chart over the executors.
 */
public final class QualityTable {

    private static final List<String> HEADER = List.of(
            "workers",
            "outer optimizer",
            "steps per round",
            "learning rate",
            "cost",
            "above one worker",
            "clean cost",
            "SVM error",
            "epochs to target",
            "predicted time");

    /** The outer optimizers in the order of their colors, the plain average first. */
    private static final List<String> OPTIMIZERS = List.of("average", "momentum", "nesterov");

    private final QualityStudy study;

    private QualityTable(QualityStudy study) {
        this.study = study;
    }

    /** Returns the facts and the best setting of each number of workers as text for a terminal. */
    public static String format(QualityStudy study) {
        QualityTable table = new QualityTable(study);
        List<List<String>> lines = new ArrayList<>(List.of(HEADER));
        study.bestPoints().forEach(point -> lines.add(table.fields(point)));
        return String.join("\n", table.facts()) + "\n\n" + ConsoleTable.aligned(lines);
    }

    /** Returns the part of the report that shows a study. */
    static List<ReportBlock> blocks(QualityStudy study) {
        QualityTable table = new QualityTable(study);
        List<ReportBlock> blocks = new ArrayList<>();
        blocks.add(new ReportBlock.Heading(2, "Time to quality with more executors"));
        blocks.add(new ReportBlock.Paragraph(String.join(" ", table.facts())));
        List<ReportBlock> charts = new ArrayList<>();
        table.chart("predicted minutes to the target", point -> minutes(point.secondsToTarget()))
                .ifPresent(charts::add);
        table.chart("percent above the cost of one worker", study::percentAbove).ifPresent(charts::add);
        blocks.add(new ReportBlock.Gallery(charts));
        blocks.add(table.table("The best setting of each number of workers and outer optimizer", study.bestPoints()));
        blocks.add(new ReportBlock.Folded(
                "Every setting", List.of(table.table("Every setting that was trained", study.points()))));
        return blocks;
    }

    private List<String> facts() {
        QualityStudy.Subject subject = study.subject();
        QualityStudy.Target target = study.target();
        QualityStudy.Conditions conditions = study.conditions();
        List<String> facts = new ArrayList<>();
        facts.add(String.format(
                Locale.ROOT,
                "Each setting trained %s on the %,d examples of %s for %s; the best single worker reaches a"
                        + " validation cost of %.2f.",
                subject.model(),
                subject.examples(),
                subject.dataset(),
                Count.of(subject.epochs(), "epoch"),
                target.singleWorkerCost()));
        facts.add(String.format(
                Locale.ROOT,
                "The times are predicted for one executor per worker until the cost is at most %.2f, %s %% above: a step"
                        + " takes %.3g ms, a round %s, and %.3g MB per round cross a network of %s Gbit/s and %s ms.",
                target.cost(),
                target.tolerancePercent(),
                conditions.stepMilliseconds(),
                conditions.round(),
                conditions.megabytesPerRound(),
                conditions.gigabits(),
                conditions.latencyMilliseconds()));
        if (study.isSimulated()) {
            facts.add(String.format(
                    Locale.ROOT,
                    "More than %d workers were simulated: they took turns on %d %s, which does not change their costs.",
                    conditions.cores(),
                    conditions.cores(),
                    conditions.cores() == 1 ? "core" : "cores"));
        }
        return facts;
    }

    private ReportBlock.Table table(String caption, List<QualityStudy.Point> points) {
        return new ReportBlock.Table(
                caption + ". Costs are means per validation example.",
                HEADER,
                points.stream()
                        .map(point -> TableBlocks.entries(fields(point).toArray(String[]::new)))
                        .toList());
    }

    private List<String> fields(QualityStudy.Point point) {
        QualityStudy.Setting setting = point.setting();
        QualityStudy.Quality quality = point.quality();
        return List.of(
                Integer.toString(setting.workers()),
                point.isSingle() ? "–" : outer(setting),
                point.isSingle()
                        ? "–"
                        : setting.averagingFrequency() == 0 ? "an epoch" : "" + setting.averagingFrequency(),
                Double.toString(setting.learningRate()),
                decimals(quality.cost()),
                String.format(Locale.ROOT, "%+.2f %%", study.percentAbove(point)),
                decimals(quality.cleanCost()),
                quality.svmError() == null
                        ? "–"
                        : decimals(quality.svmError()) + " ± " + decimals(quality.svmInterval()) + " %",
                point.epochsToTarget() == null
                        ? "not reached"
                        : point.epochsToTarget().toString(),
                point.secondsToTarget() == null ? "–" : TableBlocks.time(point.secondsToTarget()));
    }

    private static String outer(QualityStudy.Setting setting) {
        boolean plain = setting.outerLearningRate() == 1 && setting.outerMomentum() == 0;
        return plain
                ? setting.outerOptimizer()
                : setting.outerOptimizer() + " " + setting.outerLearningRate() + ", " + setting.outerMomentum();
    }

    /** Returns a chart over the executors with one line per outer optimizer, each from the single worker on. */
    private Optional<ReportBlock> chart(String title, Function<QualityStudy.Point, Double> value) {
        Map<String, List<double[]>> lines = new LinkedHashMap<>();
        List<QualityStudy.Point> best = study.bestPoints();
        List<QualityStudy.Point> singles =
                best.stream().filter(QualityStudy.Point::isSingle).toList();
        for (QualityStudy.Point point : best) {
            if (!point.isSingle() && value.apply(point) != null) {
                lines.computeIfAbsent(point.setting().outerOptimizer(), name -> {
                            List<double[]> line = new ArrayList<>();
                            singles.stream()
                                    .filter(single -> value.apply(single) != null)
                                    .forEach(single -> line.add(new double[] {1, value.apply(single)}));
                            return line;
                        })
                        .add(new double[] {point.setting().workers(), value.apply(point)});
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<LineChart.Line> drawn = new ArrayList<>();
        lines.forEach((name, points) -> drawn.add(new LineChart.Line(
                name,
                Math.max(0, OPTIMIZERS.indexOf(name)),
                name.equals(OPTIMIZERS.get(0)),
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray())));
        String description = title + ": "
                + lines.entrySet().stream().map(QualityTable::describe).collect(joining("; "));
        return Optional.of(
                new ReportBlock.Drawing(new LineChart(title, "executors, one worker each", drawn).svg(), description));
    }

    private static String describe(Map.Entry<String, List<double[]>> line) {
        return line.getKey() + " "
                + line.getValue().stream()
                        .map(point -> String.format(Locale.ROOT, "%.1f with %.0f", point[1], point[0]))
                        .collect(joining(", "));
    }

    private static Double minutes(Double seconds) {
        return seconds == null ? null : seconds / 60;
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
