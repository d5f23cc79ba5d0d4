package io.jointae.evaluate.frozen;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.base.InvalidInputException;
import io.jointae.data.Manifest;
import io.jointae.data.Split;
import io.jointae.evaluate.Evaluation;
import io.jointae.evaluate.anomaly.AnomalyScores;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.data.RowBlocks;
import io.jointae.evaluate.data.TaskModel;
import io.jointae.results.CodeMetric;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.spark.RddResults;
import io.jointae.stack.compute.ForwardPass;
import io.jointae.statistics.CodeStatistics;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.broadcast.Broadcast;

/**
 * Measures how well the reconstruction cost of clean rows ranks anomalies above other rows: the area under the ROC curve
 * and the average precision, with 95 % intervals by a bootstrap. The anomalies are the rows with certain labels.
 *
 * @param anomalies labels of the anomalies, as numbers or as the names that the manifest of the dataset states
 * @param resamples number of resamples of the bootstrap, at least 2
 */
public record AnomalyEvaluation(List<String> anomalies, int resamples) implements Evaluation<AnomalyOutcome> {

    /** The name of this evaluation in commands. */
    public static final String NAME = "anomaly";

    /** The default number of resamples, with which an interval is about 2 % off. */
    public static final int DEFAULT_RESAMPLES = 1000;

    /** The hyper-parameter with the labels of the anomalies. */
    static final String LABELS = "anomalous-labels";

    /** The largest number of rows of a split, whose scores are held and sorted on the driver. */
    private static final long MOST_ROWS = 5_000_000;

    private static final long SEED = 1;

    /**
     * Checks the settings.
     *
     * @throws InvalidInputException if there is no label, or if there are fewer than two resamples
     */
    public AnomalyEvaluation {
        anomalies = List.copyOf(anomalies);
        if (anomalies.isEmpty()) {
            throw InvalidInputException.ofField(LABELS, "is empty: name at least one label of anomalies.");
        }
        if (resamples < 2) {
            throw InvalidInputException.ofField("resamples", "%d is less than 2: choose 2 or more.", resamples);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<MetricName> metrics(int depth) {
        return List.of(CodeMetric.ANOMALY_PRECISION.name(null, 0), CodeMetric.ANOMALY_AUROC.name(null, 0));
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if the dataset has no such label, or if all or no test rows are anomalies
     */
    @Override
    public AnomalyOutcome evaluate(ModelOnDataset subject, EvaluationCache cache) {
        subject.requireRows(Split.TEST, "the ranking of anomalies is measured on test rows");
        Set<Integer> labels = labels(anomalies, subject.data().manifest());
        CodeStatistics statistics = cache.codes(subject);
        Map<String, String> chosen = Map.of(LABELS, text(labels));
        List<ResultRow> rows = new ArrayList<>();
        AnomalyScores test = null;
        AnomalyScores.Measured measured = null;
        for (Split split : List.of(Split.VALID, Split.TEST)) {
            if (subject.data().count(split) == 0) {
                continue;
            }
            long start = System.nanoTime();
            Optional<AnomalyScores> ranked = scores(subject, cache, split, labels);
            if (ranked.isEmpty() && split == Split.VALID) {
                continue;
            }
            test = ranked.orElseThrow(() -> InvalidInputException.ofField(
                    LABELS,
                    "%s selects all or none of the test rows of %s, but a ranking needs both kinds: choose other labels.",
                    String.join(",", anomalies),
                    subject.data().name()));
            measured = test.measure(cache.context(), resamples, SEED);
            double seconds = (System.nanoTime() - start) / 1e9;
            rows.add(row(subject, chosen, CodeMetric.ANOMALY_AUROC, split, measured.auroc(), seconds)
                    .with(statistics));
            rows.add(row(subject, chosen, CodeMetric.ANOMALY_PRECISION, split, measured.averagePrecision(), seconds)
                    .with(statistics));
        }
        return new AnomalyOutcome(rows, test, measured, test.drawn(SEED));
    }

    private static ResultRow row(
            ModelOnDataset subject,
            Map<String, String> chosen,
            CodeMetric metric,
            Split split,
            AnomalyScores.Interval measured,
            double seconds) {
        return subject.row(chosen, metric.id(), split, measured.value(), measured.ci95(), seconds);
    }

    /** Returns the numbers of labels as the cells have them, such as {@code 1,8}. */
    static String text(Set<Integer> labels) {
        return labels.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * Returns the numbers of the labels of anomalies, ascending.
     *
     * @throws InvalidInputException if the dataset has no such label
     */
    static Set<Integer> labels(List<String> anomalies, Manifest manifest) {
        Set<Integer> labels = new TreeSet<>();
        for (String label : anomalies) {
            int number = manifest.labelNames().indexOf(label);
            if (number < 0 && label.matches("\\d{1,9}")) {
                number = Integer.parseInt(label);
            }
            if (number < 0 || number >= manifest.classes()) {
                throw InvalidInputException.ofField(
                        LABELS,
                        "%s is not a label of dataset %s: choose %s.",
                        label,
                        manifest.name(),
                        manifest.classes() == 0
                                ? "a dataset with labels"
                                : manifest.labelNames().isEmpty()
                                        ? "a number from 0 to " + (manifest.classes() - 1)
                                        : "one of " + String.join(", ", manifest.labelNames()));
            }
            labels.add(number);
        }
        return labels;
    }

    /** Returns the scores of a split; empty if it does not have both kinds of rows. */
    private static Optional<AnomalyScores> scores(
            ModelOnDataset subject, EvaluationCache cache, Split split, Set<Integer> labels) {
        long count = subject.data().count(split);
        if (count > MOST_ROWS) {
            throw InvalidInputException.of(
                    "%s has %d rows in split %s, but anomalies are ranked among at most %d rows: prepare a smaller split, or"
                            + " write the reconstruction error of every row with the command score.",
                    subject.data().dir(), count, split, MOST_ROWS);
        }
        Broadcast<TaskModel> model = cache.model(subject);
        boolean[] anomalous = new boolean[(int) count];
        double[] costs = new double[(int) count];
        int anomalies = 0;
        List<RowCosts> parts =
                RddResults.perPartition(cache.pixels(subject.data(), split), blocks -> RowCosts.of(blocks, model))
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        for (RowCosts part : parts) {
            for (int i = 0; i < part.ids().length; i++) {
                int row = (int) part.ids()[i];
                costs[row] = part.costs()[i];
                anomalous[row] = labels.contains(part.labels()[i]);
                anomalies += anomalous[row] ? 1 : 0;
                if (Double.isNaN(costs[row])) {
                    throw InvalidInputException.of(
                            "%s: the reconstruction cost of row %d of split %s is not a number: train the model again"
                                    + " with a lower learning rate.",
                            subject.describe(), row, split);
                }
            }
        }
        return anomalies == 0 || anomalies == count
                ? Optional.empty()
                : Optional.of(new AnomalyScores(anomalous, costs));
    }

    /**
     * Rows with their costs.
     *
     * @param ids {@code [n]}
     * @param labels {@code [n]}
     * @param costs {@code [n]}, reconstruction costs
     */
    @DefaultSerializer(JavaSerializer.class)
    private record RowCosts(long[] ids, int[] labels, double[] costs) implements Serializable {

        static List<RowCosts> of(Iterator<RowBlock> blocks, Broadcast<TaskModel> model) {
            if (!blocks.hasNext()) {
                return List.of();
            }
            int capacity = RowBlocks.rows(model.value().inputs());
            ForwardPass pass = model.value().open(capacity);
            double[] buffer = new double[capacity];
            List<RowCosts> all = new ArrayList<>();
            while (blocks.hasNext()) {
                RowBlock block = blocks.next();
                pass.costs(block.values(), block.rows(), pass.architecture().depth(), buffer);
                all.add(new RowCosts(block.ids(), block.labels(), Arrays.copyOf(buffer, block.rows())));
            }
            return all;
        }
    }
}
