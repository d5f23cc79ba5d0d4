package io.jointae.report;

import io.jointae.base.CommittedFolder;
import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.CodeMetric;
import io.jointae.results.MetricName;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice;
import io.jointae.results.choice.Selection;
import io.jointae.results.choice.Setting;
import io.jointae.results.kept.BlockMeans;
import io.jointae.results.kept.Resamples;
import io.jointae.results.kept.WrongRows;
import io.jointae.results.paper.PaperSetting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * Copies what a repository keeps of the results of a sweep: every cell in one file, and of the chosen models the card and what
 * is stored of single rows. The curve and the pictures are copied for the first seed of each setting, which the report shows.
 * Parameters are not copied: {@code reproduce} trains a model again from its card.
 */
public final class PublishedResults {

    private static final String CARD = "model.json";

    private static final List<String> SHOWN =
            List.of("metrics.jsonl", "filters.png", "reconstructions.png", "codes.png", "samples.png", CARD);

    private final Configuration conf;
    private final String from;
    private final String to;

    /**
     * The number of things that were copied.
     *
     * @param cells rows that the target did not have
     * @param models models whose cards were copied
     */
    public record Copied(int cells, int models) {}

    private PublishedResults(Configuration conf, String from, String to) {
        this.conf = conf;
        this.from = from;
        this.to = to;
    }

    /**
     * Copies the results.
     *
     * @param from the results folder of a sweep
     * @param to the folder that is kept, which may have results already
     */
    public static Copied copy(Configuration conf, String from, String to) throws IOException {
        return new PublishedResults(conf, from, to).copy();
    }

    private Copied copy() throws IOException {
        List<StoredRow> rows = ResultStore.in(conf, from).read();
        ResultStore target = ResultStore.in(conf, to);
        Map<String, StoredRow> present = target.readByKey();
        List<StoredRow> missing =
                rows.stream().filter(row -> !row.equals(present.get(row.key()))).toList();
        Map<String, List<String>> runs = new LinkedHashMap<>();
        for (Setting setting : chosen(rows)) {
            for (Setting.Repetition repetition : setting.repetitions()) {
                StoredRow test = repetition.test();
                copyRowFiles(test.cell());
                if (test.run() != null) {
                    runs.merge(
                            test.run(),
                            test.equals(setting.row()) ? SHOWN : List.of(CARD),
                            (one, other) -> one.size() > other.size() ? one : other);
                }
            }
        }
        int models = 0;
        for (Map.Entry<String, List<String>> run : runs.entrySet()) {
            models += copyModel(run.getKey(), run.getValue()) ? 1 : 0;
        }
        // The cells come last: a reader who finds them finds the rest.
        target.append(missing);
        return new Copied(missing.size(), models);
    }

    /** Returns every setting that a table or a statement may show. */
    private static List<Setting> chosen(List<StoredRow> rows) {
        Selection selection = new Selection(rows);
        Map<List<String>, List<StoredRow>> cells = new LinkedHashMap<>();
        for (StoredRow row : rows) {
            MetricName metric = row.cell().metric();
            boolean shown = metric.known().isPresent() || CodeMetric.of(metric).isPresent();
            if (shown && row.cell().isResult()) {
                Cell cell = row.cell();
                cells.computeIfAbsent(
                                List.of(
                                        cell.dataset(),
                                        cell.model().name(),
                                        cell.metric().id()),
                                none -> new ArrayList<>())
                        .add(row);
            }
        }
        List<Setting> chosen = new ArrayList<>();
        for (List<StoredRow> tried : cells.values()) {
            Set<List<StoredRow>> grids = new LinkedHashSet<>(List.of(tried));
            // A statement compares models with the same ranges of initial weights, and a table all settings.
            grids.addAll(tried.stream()
                    .collect(Collectors.groupingBy(row -> PaperSetting.initialWeights(row.cell())))
                    .values());
            for (List<StoredRow> grid : grids) {
                Optional<Choice> choice =
                        selection.best(grid, grid.get(0).cell().metric());
                choice.ifPresent(each -> chosen.addAll(each.tied()));
            }
        }
        return chosen;
    }

    private void copyRowFiles(Cell test) throws IOException {
        Optional<WrongRows> wrong = WrongRows.find(conf, from, test.key());
        if (wrong.isPresent()) {
            wrong.get().write(conf, to);
        }
        Optional<Resamples> resamples = Resamples.find(conf, from, test.key());
        if (resamples.isPresent()) {
            resamples.get().write(conf, to);
        }
        for (Split split : List.of(Split.TRAIN, Split.TEST)) {
            Optional<BlockMeans> means =
                    BlockMeans.find(conf, from, test.on(split).key());
            if (means.isPresent()) {
                means.get().write(conf, to);
            }
        }
    }

    /** Copies a model's files without its parameters and returns whether there is a card. */
    private boolean copyModel(String run, List<String> names) throws IOException {
        Path source = CommittedFolder.of(conf, new Path(from, run).toString()).path();
        Path folder = new Path(to, run);
        FileSystem files = source.getFileSystem(conf);
        FileSystem target = folder.getFileSystem(conf);
        boolean copied = false;
        for (String name : names) {
            Path file = new Path(source, name);
            if (files.exists(file)) {
                target.mkdirs(folder);
                FileUtil.copy(files, file, target, new Path(folder, name), false, true, conf);
                copied = name.equals(CARD);
            }
        }
        return copied;
    }
}
