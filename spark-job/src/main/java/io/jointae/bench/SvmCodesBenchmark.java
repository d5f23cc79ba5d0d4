package io.jointae.bench;

import io.jointae.base.InvalidInputException;
import io.jointae.bench.probe.LiblinearComparison;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.SvmEvaluation;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.SvmTraining;
import io.jointae.model.ModelDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the training of linear SVMs on the codes of a trained model, with the default grid of C: on the first 10,000
 * training rows and on all of them. If liblinear-java is on the class path, all rows are also given to it.
 */
public final class SvmCodesBenchmark implements Benchmark {

    /** The name on the command line. */
    public static final String NAME = "svm-codes";

    private static final int FEW_ROWS = 10_000;

    private final String model;
    private final String data;

    /**
     * Creates the benchmark.
     *
     * @param model folder of a trained model
     * @param data folder of the dataset that it was trained on
     */
    public SvmCodesBenchmark(String model, String data) {
        this.model = model;
        this.data = data;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "linear SVMs for six values of C on the codes of a trained model, 10,000 rows and all rows";
    }

    /** @throws InvalidInputException if the dataset has at most 10,000 training rows */
    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        int repetitions = Math.max(1, (int) Math.round(3 * Math.min(1, scale)));
        double[] costs = SvmEvaluation.DEFAULT_COSTS.stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        try (EvaluationCache cache = EvaluationCache.single(spark)) {
            ModelOnDataset subject = new ModelOnDataset(
                    ModelDirectory.read(spark.sessionState().newHadoopConf(), model),
                    PreparedDataset.open(spark, data));
            long count = subject.data().count(Split.TRAIN);
            if (count <= FEW_ROWS) {
                throw InvalidInputException.of(
                        "%s has %d training rows, but the benchmark compares %d rows with more: choose a larger dataset.",
                        data, count, FEW_ROWS);
            }
            JavaRDD<RowBlock> all = cache.trainingFeatures(subject);
            JavaRDD<RowBlock> few = all.flatMap(block -> first(block).iterator());
            few.cache().count();
            SvmTraining training = SvmTraining.of(costs);
            training.train(few, data);
            Timed small = timed(training, few, repetitions);
            few.unpersist(false);
            Timed large = timed(training, all, repetitions);
            SortedMap<String, Double> peers = new TreeMap<>();
            SortedMap<String, String> notes = notes(large, count);
            notes.put(
                    "ratio",
                    String.format(
                            Locale.ROOT, "%.2f times the time of %d rows", large.median() / small.median(), FEW_ROWS));
            LiblinearComparison.add(
                    () -> joined(all.collect()), costs, large.trained().classifiers(), large.median(), peers, notes);
            return List.of(
                    new BenchResult(NAME, small.median(), "s", null, null, new TreeMap<>(), notes(small, FEW_ROWS)),
                    new BenchResult(NAME, large.median(), "s", null, null, peers, notes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the rows of a block that are among the first ones. */
    private static List<RowBlock> first(RowBlock block) {
        int[] kept = IntStream.range(0, block.rows())
                .filter(i -> block.ids()[i] < FEW_ROWS)
                .toArray();
        return kept.length == 0 ? List.of() : List.of(select(block, kept));
    }

    private static RowBlock select(RowBlock block, int[] rows) {
        int width = block.width();
        long[] ids = new long[rows.length];
        int[] labels = new int[rows.length];
        float[] values = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            ids[i] = block.ids()[rows[i]];
            labels[i] = block.labels()[rows[i]];
            System.arraycopy(block.values(), rows[i] * width, values, i * width, width);
        }
        return new RowBlock(ids, labels, values);
    }

    private static RowBlock joined(List<RowBlock> blocks) {
        int rows = blocks.stream().mapToInt(RowBlock::rows).sum();
        int width = blocks.get(0).width();
        int[] labels = new int[rows];
        float[] values = new float[Math.multiplyExact(rows, width)];
        int row = 0;
        for (RowBlock block : blocks) {
            System.arraycopy(block.labels(), 0, labels, row, block.rows());
            System.arraycopy(block.values(), 0, values, row * width, block.values().length);
            row += block.rows();
        }
        return new RowBlock(new long[rows], labels, values);
    }

    /** The seconds of several trainings, in ascending order, and the result of the last one. */
    private record Timed(double[] seconds, SvmTraining.TrainedSvms trained) {
        double median() {
            return seconds[seconds.length / 2];
        }
    }

    private Timed timed(SvmTraining training, JavaRDD<RowBlock> rows, int repetitions) {
        double[] seconds = new double[repetitions];
        SvmTraining.TrainedSvms trained = null;
        for (int r = 0; r < repetitions; r++) {
            long begin = System.nanoTime();
            trained = training.train(rows, data);
            seconds[r] = (System.nanoTime() - begin) * 1e-9;
        }
        Arrays.sort(seconds);
        return new Timed(seconds, trained);
    }

    private static SortedMap<String, String> notes(Timed timed, long rows) {
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("rows", Long.toString(rows));
        notes.put(
                "range",
                String.format(
                        Locale.ROOT,
                        "%.2f to %.2f s",
                        timed.seconds()[0],
                        timed.seconds()[timed.seconds().length - 1]));
        double gap = 0;
        for (int p = 0; p < timed.trained().gaps().length; p++) {
            gap = Math.max(gap, timed.trained().gaps()[p] / timed.trained().objectives()[p]);
        }
        notes.put("gap", String.format(Locale.ROOT, "at most %.1e of the objective", gap));
        return notes;
    }
}
