package io.jointae.report;

import io.jointae.results.CodeMetric;
import io.jointae.results.Metric;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice;
import io.jointae.results.choice.Selection;
import io.jointae.results.kept.Resamples;
import io.jointae.results.kept.WrongRows;
import io.jointae.results.paper.PaperSetting;
import io.jointae.results.paper.PaperTables;
import io.jointae.statistics.PairedDifferences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One metric of the models that differ in nothing but their training scheme, all measured on the same rows of one dataset. Each model is shown at the setting that validation chose.
 *
 * @param dataset the dataset's name
 * @param family the models' name without the scheme, such as {@code DAE-2}
 * @param metric what was measured
 * @param models the chosen measurement of each scheme: L, J, U and UJ first, then others by name
 * @param paired the paired test of J against L; empty unless both schemes have stored their wrong rows
 * @param resampled p-value of J against L by the paired bootstrap; empty unless both schemes have stored their resamples
 */
record SchemeComparison(
        String dataset,
        String family,
        MetricName metric,
        Map<String, Choice> models,
        Optional<PairedTest> paired,
        Optional<Double> resampled) {

    private static final String JOINT = "J";
    private static final String LAYERWISE = "L";
    private static final List<String> SCHEMES = List.of(LAYERWISE, JOINT, "U", "UJ");
    private static final List<Metric> METRICS =
            List.of(Metric.SVM_ERROR, Metric.FINETUNE_ERROR, Metric.LOG_LIKELIHOOD, Metric.CROSS_ENTROPY);
    private static final List<String> DATASETS = PaperTables.all().get(0).datasets();
    private static final double SIGNIFICANT = 0.05;
    private static final int DECIMALS = 2;

    /**
     * A comparison of two classifiers on the same test rows.
     *
     * @param onlyJoint rows that only the jointly trained model gets wrong
     * @param onlyLayerwise rows that only the model trained layer by layer gets wrong
     * @param p p-value of the hypothesis that both are wrong equally often, see {@link PairedDifferences#ofErrors}
     */
    record PairedTest(long onlyJoint, long onlyLayerwise, double p) {

        /** Returns the p-value as text, such as {@code p = 0.013} or {@code p < 0.001}. */
        String describe() {
            return TableBlocks.p(p);
        }
    }

    /** Returns every comparison that the results allow, by dataset in the paper's order, then by family and metric. */
    static List<SchemeComparison> all(ResultsFolder results, Selection selection) throws IOException {
        Map<List<String>, List<StoredRow>> groups = new LinkedHashMap<>();
        results.rows().stream()
                .filter(row -> row.measured() && row.cell().isResult())
                .sorted(Comparator.comparingInt(
                                (StoredRow row) -> rank(DATASETS, row.cell().dataset()))
                        .thenComparing(row -> row.cell().dataset())
                        .thenComparing(row -> family(row.cell().model().name()))
                        .thenComparingInt(row -> rank(row.cell().metric()))
                        .thenComparing(row -> row.cell().metric().id()))
                .forEach(row -> groups.computeIfAbsent(
                                List.of(
                                        row.cell().dataset(),
                                        family(row.cell().model().name()),
                                        row.cell().metric().id()),
                                key -> new ArrayList<>())
                        .add(row));
        List<SchemeComparison> comparisons = new ArrayList<>();
        Set<String> chosenRuns = new HashSet<>();
        for (List<StoredRow> rows : groups.values()) {
            SchemeComparison comparison = of(rows, chosenRuns, results, selection);
            comparison
                    .models()
                    .values()
                    .forEach(choice -> chosenRuns.add(choice.row().run()));
            comparisons.add(comparison);
        }
        return comparisons;
    }

    private static SchemeComparison of(
            List<StoredRow> rows, Set<String> chosenRuns, ResultsFolder results, Selection selection)
            throws IOException {
        Map<String, Choice> models = new TreeMap<>(Comparator.comparingInt((String scheme) -> rank(SCHEMES, scheme))
                .thenComparing(scheme -> scheme));
        for (StoredRow row : rows) {
            String model = row.cell().model().name();
            String scheme = scheme(model);
            if (!models.containsKey(scheme)) {
                List<StoredRow> settings = rows.stream()
                        .filter(other -> other.cell().model().name().equals(model))
                        .toList();
                // Validation cannot choose by a metric whose better direction is unknown: the run chosen before stays.
                List<StoredRow> ofChosenRun = settings.stream()
                        .filter(other ->
                                row.cell().metric().higherIsBetter().isEmpty() && chosenRuns.contains(other.run()))
                        .toList();
                models.put(
                        scheme,
                        selection
                                .best(
                                        ofChosenRun.isEmpty() ? settings : ofChosenRun,
                                        row.cell().metric())
                                .orElseThrow());
            }
        }
        StoredRow first = rows.get(0);
        return new SchemeComparison(
                first.cell().dataset(),
                family(first.cell().model().name()),
                first.cell().metric(),
                models,
                isPaired(models) ? paired(models, results) : Optional.empty(),
                isPaired(models) ? resampled(models, results) : Optional.empty());
    }

    /** Returns whether J and L were measured on the same rows and have not collapsed. */
    private static boolean isPaired(Map<String, Choice> models) {
        if (!models.containsKey(JOINT) || !models.containsKey(LAYERWISE)) {
            return false;
        }
        StoredRow joint = models.get(JOINT).row();
        StoredRow layerwise = models.get(LAYERWISE).row();
        String hash = joint.cell().dataHash();
        return !joint.collapsed()
                && !layerwise.collapsed()
                && hash != null
                && hash.equals(layerwise.cell().dataHash());
    }

    private static Optional<Double> resampled(Map<String, Choice> models, ResultsFolder results) throws IOException {
        Optional<Resamples> joint = results.resamples(models.get(JOINT).row());
        Optional<Resamples> layerwise = results.resamples(models.get(LAYERWISE).row());
        return joint.flatMap(one -> layerwise.flatMap(one::compare));
    }

    private static Optional<PairedTest> paired(Map<String, Choice> models, ResultsFolder results) throws IOException {
        StoredRow joint = models.get(JOINT).row();
        StoredRow layerwise = models.get(LAYERWISE).row();
        Optional<WrongRows> wrongOfJoint = results.wrongRows(joint);
        Optional<WrongRows> wrongOfLayerwise = results.wrongRows(layerwise);
        if (wrongOfJoint.isEmpty()
                || wrongOfLayerwise.isEmpty()
                || wrongOfJoint.get().rows() != wrongOfLayerwise.get().rows()) {
            return Optional.empty();
        }
        long onlyJoint = wrongOfJoint.get().wrongOnlyHere(wrongOfLayerwise.get());
        long onlyLayerwise = wrongOfLayerwise.get().wrongOnlyHere(wrongOfJoint.get());
        long rows = wrongOfJoint.get().rows();
        double p = PairedDifferences.ofErrors(onlyJoint, onlyLayerwise, rows);
        return Optional.of(new PairedTest(onlyJoint, onlyLayerwise, p));
    }

    /** Returns the scheme's measurement, such as {@code 0.86 ± 0.08}; empty if the scheme was not trained. */
    Optional<CellComparison> model(String scheme) {
        return Optional.ofNullable(models.get(scheme)).map(CellComparison::of);
    }

    /** Returns how J compares with L in a few words; empty unless both were measured. */
    Optional<String> jointAgainstLayerwise() {
        if (!models.containsKey(JOINT) || !models.containsKey(LAYERWISE)) {
            return Optional.empty();
        }
        ResultRow joint = models.get(JOINT).result();
        ResultRow layerwise = models.get(LAYERWISE).result();
        if (joint.collapsed() || layerwise.collapsed()) {
            String collapsed = !layerwise.collapsed() ? "J has" : !joint.collapsed() ? "L has" : "J and L have";
            return Optional.of("not compared: " + collapsed + " collapsed");
        }
        double difference = joint.value() - layerwise.value();
        String direction = difference < 0 ? "lower by " : "higher by ";
        String size = difference == 0
                ? "J and L are equal"
                : "J is " + direction + String.format(Locale.ROOT, "%." + decimals() + "f", Math.abs(difference));
        return Optional.of(size
                + paired.map(PairedTest::describe)
                        .or(() -> resampled.map(TableBlocks::p))
                        .map(p -> "; paired test"
                                + testedSeed().map(seed -> " with " + seed).orElse("") + ": " + p)
                        .orElse("; " + intervals(joint, layerwise))
                + otherInitialWeights().map(names -> "; " + names).orElse(""));
    }

    /**
     * Returns the initial weights of J and L in words; empty if they are the same. Where they are not, the difference may be
     * theirs and not that of the schemes.
     */
    private Optional<String> otherInitialWeights() {
        String joint = PaperSetting.initialWeights(models.get(JOINT).row().cell());
        String layerwise =
                PaperSetting.initialWeights(models.get(LAYERWISE).row().cell());
        return joint.equals(layerwise)
                ? Optional.empty()
                : Optional.of("the initial weights of J are " + joint + ", and those of L are " + layerwise);
    }

    private int decimals() {
        return CodeMetric.of(metric).map(CodeMetric::decimals).orElse(DECIMALS);
    }

    /** Returns the comparison as a sentence; empty unless there is a paired test. */
    Optional<String> sentence() {
        return paired.map(test -> {
            String joint = tested(JOINT) + " %";
            String layerwise = tested(LAYERWISE) + " %";
            String finding = test.p() >= SIGNIFICANT
                    ? "joint training (" + joint + ") and layerwise training (" + layerwise
                            + ") do not differ significantly"
                    : test.onlyJoint() < test.onlyLayerwise()
                            ? "joint training makes fewer errors (" + joint + ") than layerwise training (" + layerwise
                                    + ")"
                            : "joint training makes more errors (" + joint + ") than layerwise training (" + layerwise
                                    + ")";
            return String.format(
                    Locale.ROOT,
                    "%s, %s, %s%s: %s. On the same test rows, %,d are wrong only with joint training and %,d only with"
                            + " layerwise training (paired bootstrap, %s%s).",
                    dataset,
                    family,
                    metric.describe(),
                    testedSeed().map(seed -> ", " + seed).orElse(""),
                    finding,
                    test.onlyJoint(),
                    test.onlyLayerwise(),
                    test.describe(),
                    otherInitialWeights().map(names -> "; " + names).orElse(""));
        });
    }

    /** Returns the value of the model whose rows are compared: that of its smallest seed. */
    private String tested(String scheme) {
        return CellComparison.of(models.get(scheme).row().result()).oursText();
    }

    /** Returns the seeds whose rows are compared in words; empty if J and L have no others. */
    private Optional<String> testedSeed() {
        Choice joint = models.get(JOINT);
        Choice layerwise = models.get(LAYERWISE);
        if (joint.setting().seeds().size() == 1 && layerwise.setting().seeds().size() == 1) {
            return Optional.empty();
        }
        long ofJoint = joint.row().cell().seed();
        long ofLayerwise = layerwise.row().cell().seed();
        return Optional.of(
                ofJoint == ofLayerwise
                        ? "seed " + ofJoint
                        : "seed " + ofJoint + " of J and seed " + ofLayerwise + " of L");
    }

    private static String intervals(ResultRow a, ResultRow b) {
        if (a.ci95() == null || b.ci95() == null) {
            return "no intervals";
        }
        return Math.abs(a.value() - b.value()) <= a.ci95() + b.ci95()
                ? "the intervals overlap"
                : "the intervals do not overlap";
    }

    private static int rank(MetricName metric) {
        // Metrics without a better direction come last, because they take the models that the other metrics chose.
        return metric.known()
                .map(METRICS::indexOf)
                .orElse(METRICS.size() + (metric.higherIsBetter().isPresent() ? 0 : 1));
    }

    private static int rank(List<String> order, String name) {
        int index = order.indexOf(name);
        return index < 0 ? order.size() : index;
    }

    /** Returns the model's name without its scheme: {@code DAE-2} of {@code DAE-2UJ}. */
    static String family(String model) {
        return model.replaceFirst("(?<=-\\d{1,9})\\D+$", "");
    }

    /** Returns the scheme in a model's name: {@code UJ} of {@code DAE-2UJ}; the whole name if it has none. */
    static String scheme(String model) {
        String scheme = model.substring(family(model).length());
        return scheme.isEmpty() ? model : scheme;
    }
}
