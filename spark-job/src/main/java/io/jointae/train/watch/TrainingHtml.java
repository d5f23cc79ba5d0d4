package io.jointae.train.watch;

import io.jointae.chart.LineChart;
import io.jointae.chart.LineChart.Line;
import io.jointae.chart.Markup;
import io.jointae.model.EpochRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.util.kvstore.KVStore;

/** The contents of the tab: a table of all runs, and the charts of the latest ones. It needs no script. */
final class TrainingHtml {

    private static final String STYLE = "training.css";

    /** The runs with charts; the table has all. */
    private static final int MOST_CHARTED_RUNS = 8;

    /** The lines of a chart that have colors of their own. */
    private static final int MOST_WORKERS = 6;

    /** The points that a line of the width of a chart can show. */
    private static final int MOST_POINTS = 400;

    /** The seconds after which a browser reads the page again while a run trains. */
    private static final int REFRESH_SECONDS = 5;

    private TrainingHtml() {}

    /** Returns the contents for the runs in a store. */
    static String of(KVStore store) {
        List<WatchedRun> runs = StoredRuns.all(store);
        StringBuilder html = new StringBuilder("<style>").append(style()).append("</style><div class=\"jointae\">");
        if (runs.stream().anyMatch(run -> run.status() == WatchedRun.Status.RUNNING)) {
            html.append("<meta http-equiv=\"refresh\" content=\"")
                    .append(REFRESH_SECONDS)
                    .append("\"/>");
        }
        html.append(table(store, runs));
        for (WatchedRun run : runs.subList(0, Math.min(runs.size(), MOST_CHARTED_RUNS))) {
            html.append("<h4>").append(Markup.escape(title(run))).append("</h4><div class=\"charts\">");
            charts(run, StoredRuns.epochs(store, run.id()))
                    .forEach(
                            chart -> html.append("<figure>").append(chart.svg()).append("</figure>"));
            html.append("</div>");
        }
        return html.append("</div>").toString();
    }

    private static String title(WatchedRun run) {
        return run.name() + " (" + run.model() + "), " + run.status().word();
    }

    private static String table(KVStore store, List<WatchedRun> runs) {
        StringBuilder table = new StringBuilder(
                "<table class=\"table table-bordered table-sm\"><thead><tr><th>Run</th><th>Model</th><th>Status</th>"
                        + "<th>Epochs</th><th>Cost</th><th>Validation cost</th><th>Examples per second</th>"
                        + "<th>Effective rank of the codes, per layer</th></tr></thead><tbody>");
        for (WatchedRun run : runs) {
            List<WatchedEpoch> epochs = StoredRuns.epochs(store, run.id());
            EpochRecord last =
                    epochs.isEmpty() ? null : epochs.get(epochs.size() - 1).record();
            List<String> cells = List.of(
                    run.name(),
                    run.model(),
                    run.status().word(),
                    String.format(Locale.ROOT, "%,d of %,d", last == null ? 0 : number(run, last), run.allEpochs()),
                    last == null ? "" : shown(last.cost()),
                    lastKnown(epochs, EpochRecord::valid),
                    last == null ? "" : String.format(Locale.ROOT, "%,.0f", last.examplesPerSecond()),
                    run.codeRanks().stream().map(TrainingHtml::shown).collect(Collectors.joining(", ")));
            table.append(cells.stream()
                    .map(cell -> "<td>" + Markup.escape(cell) + "</td>")
                    .collect(Collectors.joining("", "<tr>", "</tr>")));
        }
        return table.append("</tbody></table>").toString();
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String lastKnown(List<WatchedEpoch> epochs, Function<EpochRecord, Double> value) {
        for (int i = epochs.size() - 1; i >= 0; i--) {
            Double known = value.apply(epochs.get(i).record());
            if (known != null) {
                return shown(known);
            }
        }
        return "";
    }

    private static int number(WatchedRun run, EpochRecord record) {
        return run.epochs().subList(0, record.phase()).stream()
                        .mapToInt(Integer::intValue)
                        .sum()
                + record.epoch();
    }

    /** Returns one chart of costs per phase that has begun, one of the speed, and one of the workers if there are several. */
    static List<LineChart> charts(WatchedRun run, List<WatchedEpoch> epochs) {
        List<LineChart> charts = new ArrayList<>();
        for (int phase = 0; phase < run.phases().size(); phase++) {
            int index = phase;
            List<WatchedEpoch> own = epochs.stream()
                    .filter(epoch -> epoch.record().phase() == index)
                    .toList();
            String name = run.phases().size() == 1 ? "" : ", " + run.phases().get(phase);
            add(
                    charts,
                    "Cost" + name,
                    "epoch",
                    List.of(
                            line(
                                    "cost",
                                    0,
                                    own,
                                    each -> each.record().epoch(),
                                    each -> each.record().cost()),
                            line(
                                    "training rows",
                                    1,
                                    own,
                                    each -> each.record().epoch(),
                                    each -> each.record().train()),
                            line(
                                    "validation rows",
                                    2,
                                    own,
                                    each -> each.record().epoch(),
                                    each -> each.record().valid())));
        }
        add(
                charts,
                "Examples per second",
                "epoch of all phases",
                List.of(
                        line(
                                "with everything",
                                0,
                                epochs,
                                each -> number(run, each.record()),
                                each -> each.record().examplesPerSecond()),
                        line(
                                "training steps alone",
                                1,
                                epochs,
                                each -> number(run, each.record()),
                                each -> each.record().stepExamplesPerSecond())));
        int workers =
                epochs.stream().mapToInt(epoch -> epoch.workers().size()).max().orElse(0);
        List<Line> lines = IntStream.range(0, Math.min(workers, MOST_WORKERS))
                .mapToObj(worker -> line(
                        "worker " + worker,
                        worker,
                        epochs,
                        each -> number(run, each.record()),
                        each -> worker < each.workers().size() ? each.workers().get(worker) : null))
                .toList();
        String which = workers > MOST_WORKERS ? " (the first " + MOST_WORKERS + " of " + workers + ")" : "";
        add(charts, "Examples per second of each worker" + which, "epoch of all phases", lines);
        return charts;
    }

    /** Adds a chart of the lines that have points, if there are any. */
    private static void add(List<LineChart> charts, String title, String across, List<Line> lines) {
        List<Line> drawn = lines.stream().filter(line -> line.x().length > 0).toList();
        if (!drawn.isEmpty()) {
            charts.add(new LineChart(title, across, drawn));
        }
    }

    private static Line line(
            String name,
            int color,
            List<WatchedEpoch> epochs,
            Function<WatchedEpoch, Integer> x,
            Function<WatchedEpoch, Double> y) {
        List<WatchedEpoch> known = epochs.stream()
                .filter(epoch -> y.apply(epoch) != null && Double.isFinite(y.apply(epoch)))
                .toList();
        int distance = Math.max(1, known.size() / MOST_POINTS);
        List<WatchedEpoch> points = IntStream.range(0, known.size())
                .filter(i -> i % distance == 0 || i == known.size() - 1)
                .mapToObj(known::get)
                .toList();
        return new Line(
                name,
                color,
                color > 0,
                points.stream().mapToDouble(x::apply).toArray(),
                points.stream().mapToDouble(y::apply).toArray());
    }

    private static String style() {
        try (InputStream in = TrainingHtml.class.getResourceAsStream(STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
