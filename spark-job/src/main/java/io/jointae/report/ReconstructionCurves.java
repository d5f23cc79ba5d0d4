package io.jointae.report;

import io.jointae.results.PaperTables;
import io.jointae.results.StoredRow;
import io.jointae.results.TrainingCurve;
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
 * Figure 3: for a dataset and a depth, reconstruction error over epochs, schemes together. Of several runs
 * of one model that whose measurement stands in a table is drawn, or else that of the lowest last
 * validation error.
 */
final class ReconstructionCurves {

    private static final List<String> DATASETS = PaperTables.all().get(0).datasets();

    private final Set<String> chosenRuns;

    /** @param chosen the measurements that stand in the tables */
    ReconstructionCurves(Collection<StoredRow> chosen) {
        chosenRuns =
                chosen.stream().map(StoredRow::run).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** One drawing a dataset and family of models, in the paper's order. */
    List<ReportBlock> drawings(List<TrainingCurve> curves) {
        Map<String, List<TrainingCurve>> charts = new LinkedHashMap<>();
        curves.stream()
                .sorted(Comparator.comparingInt(ReconstructionCurves::order)
                        .thenComparing(TrainingCurve::dataset)
                        .thenComparing(curve -> family(curve.model())))
                .forEach(curve -> charts.computeIfAbsent(
                                curve.dataset() + " " + family(curve.model()), title -> new ArrayList<>())
                        .add(curve));
        List<ReportBlock> drawings = new ArrayList<>();
        charts.forEach((title, runs) -> drawing(title, runs, drawings));
        return drawings;
    }

    private void drawing(String title, List<TrainingCurve> runs, List<ReportBlock> into) {
        Map<String, TrainingCurve> models = new TreeMap<>();
        runs.forEach(curve -> models.merge(curve.model(), curve, this::preferred));
        List<LineChart.Line> lines = new ArrayList<>();
        List<String> words = new ArrayList<>();
        int color = 0;
        for (TrainingCurve curve : models.values()) {
            addLine(lines, curve, "valid", TrainingCurve.Point::valid, color);
            addLine(lines, curve, "train", TrainingCurve.Point::train, color);
            color++;
            words.add(words(curve));
        }
        if (!lines.isEmpty()) {
            String svg =
                    new LineChart(title + ": reconstruction cross-entropy, nats", "epochs, all phases", lines).svg();
            into.add(new ReportBlock.Drawing(svg, title + ": " + String.join("; ", words)));
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
            lines.add(new LineChart.Line(scheme(curve.model()) + " " + split, color, split.equals("train"), x, y));
        }
    }

    private static String words(TrainingCurve curve) {
        int[] epochs = curve.epochs();
        int last = epochs.length == 0 ? 0 : epochs[epochs.length - 1];
        String valid = Double.isFinite(curve.lastValid())
                ? String.format(Locale.ROOT, "%.2f on validation", curve.lastValid())
                : "no validation error";
        return curve.model() + " " + valid + " after " + last + " epochs";
    }

    private static int order(TrainingCurve curve) {
        int index = DATASETS.indexOf(curve.dataset());
        return index < 0 ? DATASETS.size() : index;
    }

    /** {@code DAE-2} of {@code DAE-2UJ}. */
    private static String family(String model) {
        return model.replaceFirst("(?<=-\\d{1,9})\\D+$", "");
    }

    private static String scheme(String model) {
        String scheme = model.substring(family(model).length());
        return scheme.isEmpty() ? model : scheme;
    }
}
