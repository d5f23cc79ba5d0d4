package io.jointae.report;

import io.jointae.base.text.Count;
import io.jointae.chart.LineChart;
import io.jointae.results.StoredRow;
import io.jointae.results.TrainingCurve;
import io.jointae.results.paper.PaperTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Draws the reconstruction error over the epochs (Figure 3): one chart per dataset and family of models, with one color
 * per training scheme. If a model was trained several times, the run whose measurement the report shows is drawn, or
 * else the run with the lowest last validation error.
 */
final class ReconstructionCurves {

    private static final List<String> DATASETS = PaperTables.all().get(0).datasets();

    private final Set<String> chosenRuns;

    /**
     * Creates the drawings of a report.
     *
     * @param chosen the measurements that the report shows
     */
    ReconstructionCurves(Collection<StoredRow> chosen) {
        chosenRuns =
                chosen.stream().map(StoredRow::run).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** Returns one drawing per dataset and family of models, in the paper's order. */
    List<ReportBlock> drawings(List<TrainingCurve> curves) {
        Map<String, List<TrainingCurve>> charts = new LinkedHashMap<>();
        curves.stream()
                .sorted(Comparator.comparingInt(ReconstructionCurves::order)
                        .thenComparing(TrainingCurve::dataset)
                        .thenComparing(curve -> SchemeComparison.family(curve.model())))
                .forEach(curve -> charts.computeIfAbsent(
                                curve.dataset() + " " + SchemeComparison.family(curve.model()),
                                title -> new ArrayList<>())
                        .add(curve));
        List<ReportBlock> drawings = new ArrayList<>();
        charts.forEach((title, runs) -> drawing(title, runs, drawings));
        return drawings;
    }

    private void drawing(String title, List<TrainingCurve> runs, List<ReportBlock> into) {
        Map<String, TrainingCurve> models = new TreeMap<>();
        runs.forEach(curve -> models.merge(curve.model(), curve, this::preferred));
        List<LineChart.Line> lines = new ArrayList<>();
        List<String> descriptions = new ArrayList<>();
        int color = 0;
        for (TrainingCurve curve : models.values()) {
            addLine(lines, curve, "valid", TrainingCurve.Point::valid, color);
            addLine(lines, curve, "train", TrainingCurve.Point::train, color);
            color++;
            descriptions.add(describe(curve));
        }
        if (!lines.isEmpty()) {
            String svg =
                    new LineChart(title + ": reconstruction cross-entropy, nats", "epochs, all phases", lines).svg();
            into.add(new ReportBlock.Drawing(svg, title + ": " + String.join("; ", descriptions)));
        }
    }

    private TrainingCurve preferred(TrainingCurve a, TrainingCurve b) {
        boolean first = chosenRuns.contains(a.run());
        boolean second = chosenRuns.contains(b.run());
        if (first != second) {
            return first ? a : b;
        }
        return b.lastValid() < a.lastValid() ? b : a;
    }

    private static void addLine(
            List<LineChart.Line> lines,
            TrainingCurve curve,
            String split,
            Function<TrainingCurve.Point, Double> value,
            int color) {
        int[] epochs = curve.epochs();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < epochs.length; i++) {
            Double y = value.apply(curve.points().get(i));
            if (y != null && Double.isFinite(y)) {
                points.add(new double[] {epochs[i], y});
            }
        }
        if (!points.isEmpty()) {
            double[] x = points.stream().mapToDouble(point -> point[0]).toArray();
            double[] y = points.stream().mapToDouble(point -> point[1]).toArray();
            lines.add(new LineChart.Line(
                    SchemeComparison.scheme(curve.model()) + " " + split, color, split.equals("train"), x, y));
        }
    }

    private static String describe(TrainingCurve curve) {
        int[] epochs = curve.epochs();
        int last = epochs.length == 0 ? 0 : epochs[epochs.length - 1];
        String valid = Double.isFinite(curve.lastValid())
                ? String.format(Locale.ROOT, "%.2f on validation", curve.lastValid())
                : "no validation error";
        return curve.model() + " " + valid + " after " + Count.of(last, "epoch");
    }

    private static int order(TrainingCurve curve) {
        int index = DATASETS.indexOf(curve.dataset());
        return index < 0 ? DATASETS.size() : index;
    }
}
