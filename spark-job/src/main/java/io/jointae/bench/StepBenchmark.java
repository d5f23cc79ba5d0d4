package io.jointae.bench;

import io.jointae.bench.probe.InterleavedTimings;
import io.jointae.bench.probe.StepProbe;
import io.jointae.bench.probe.TrainingRuns;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.engine.Arithmetic;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Measures one step of joint training at the paper's size (784 inputs, 1,000 units per layer, minibatches of 100
 * examples) on one thread. The limit is the time of the step's matrix products alone, with the same shapes.
 */
public final class StepBenchmark implements Benchmark {

    private static final int BATCH = 100;
    private static final int STEPS = 10;

    private final String name;
    private final int depth;
    private final LayerSpec layer;

    private StepBenchmark(String name, int depth, LayerSpec layer) {
        this.name = name;
        this.depth = depth;
        this.layer = layer;
    }

    /** Returns the benchmarks {@code step-dae2}, {@code step-dae3} and {@code step-cae2}. */
    public static List<Benchmark> all() {
        LayerSpec denoising = LayerSpec.plain(1000).withCorruption(Corruption.gaussian(0.5));
        LayerSpec contractive = LayerSpec.plain(1000).withContraction(0.15);
        return List.of(
                new StepBenchmark("step-dae2", 2, denoising),
                new StepBenchmark("step-dae3", 3, denoising),
                new StepBenchmark("step-cae2", 2, contractive));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "one step of joint training of " + depth
                + " layers on one thread, compared with its matrix products alone";
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        Architecture architecture = Architecture.paper(784, depth, layer);
        StepProbe probe = new StepProbe(
                architecture,
                Objective.joint(depth, true),
                TrainingRuns.examples(10 * BATCH),
                BATCH,
                Arithmetic.DEFAULT);
        int repetitions = Math.max(3, (int) Math.round(25 * scale));
        InterleavedTimings times = new InterleavedTimings(
                repetitions,
                () -> probe.runSteps(STEPS),
                () -> probe.runProducts(STEPS),
                () -> probe.runUpdates(STEPS));
        double stepMillis = times.median(0) / STEPS * 1e3;
        double productMillis = times.median(1) / STEPS * 1e3;
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("spread", String.format(Locale.ROOT, "%.0f %%", 100 * times.spread(0)));
        notes.put("spread-limit", String.format(Locale.ROOT, "%.0f %%", 100 * times.spread(1)));
        notes.put("update-ms", String.format(Locale.ROOT, "%.2f", times.median(2) / STEPS * 1e3));
        notes.put("gflops-limit", String.format(Locale.ROOT, "%.0f", probe.flops() / (productMillis * 1e-3) * 1e-9));
        notes.put("products-by", probe.productLibrary());
        return List.of(new BenchResult(
                name, stepMillis, "ms", productMillis, productMillis / stepMillis, new TreeMap<>(), notes));
    }
}
