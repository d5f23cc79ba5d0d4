package io.jointae.bench;

import io.jointae.bench.probe.InterleavedTimings;
import io.jointae.bench.probe.StepProbe;
import io.jointae.bench.probe.TrainingRuns;
import io.jointae.linalg.ProductUnits;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the step of {@link StepBenchmark} for a denoising stack with products in bfloat16, on one thread. The limit is
 * the time of the products alone, whose weights are converted once. The same step in single precision is measured in turn
 * with it.
 */
public final class Bfloat16Benchmark implements Benchmark {

    private static final int BATCH = 100;
    private static final int STEPS = 10;
    private static final Arithmetic BFLOAT16 = new Arithmetic(EngineKind.ND4J, Precision.BFLOAT16);

    private final int depth;

    private Bfloat16Benchmark(int depth) {
        this.depth = depth;
    }

    /** Returns the benchmarks {@code step-dae2-bfloat16} and {@code step-dae3-bfloat16}. */
    public static List<Benchmark> all() {
        return List.of(new Bfloat16Benchmark(2), new Bfloat16Benchmark(3));
    }

    @Override
    public String name() {
        return "step-dae" + depth + "-bfloat16";
    }

    @Override
    public String description() {
        return "one step of joint training of " + depth
                + " layers in bfloat16 on one thread, compared with its matrix products alone and with single precision";
    }

    @Override
    public boolean runsOnThisMachine() {
        return ProductUnits.ofThisProcess().multiplyBfloat16();
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        StepProbe rounded = probe(BFLOAT16);
        StepProbe single = probe(Arithmetic.DEFAULT);
        int repetitions = Math.max(3, (int) Math.round(25 * scale));
        InterleavedTimings times = new InterleavedTimings(
                repetitions,
                () -> rounded.runSteps(STEPS),
                () -> rounded.runProducts(STEPS),
                () -> single.runSteps(STEPS),
                () -> single.runProducts(STEPS));
        double step = millis(times, 0);
        double products = millis(times, 1);
        SortedMap<String, Double> peers = new TreeMap<>();
        peers.put("jointae in single precision", millis(times, 2) / step);
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("spread", String.format(Locale.ROOT, "%.0f %%", 100 * times.spread(0)));
        notes.put("spread-limit", String.format(Locale.ROOT, "%.0f %%", 100 * times.spread(1)));
        notes.put("float-ms", String.format(Locale.ROOT, "%.2f", millis(times, 2)));
        notes.put("float-limit-ms", String.format(Locale.ROOT, "%.2f", millis(times, 3)));
        notes.put("gflops-limit", String.format(Locale.ROOT, "%.0f", rounded.flops() / (products * 1e-3) * 1e-9));
        return List.of(new BenchResult(name(), step, "ms", products, products / step, peers, notes));
    }

    private static double millis(InterleavedTimings times, int task) {
        return times.median(task) / STEPS * 1e3;
    }

    private StepProbe probe(Arithmetic arithmetic) {
        LayerSpec layer = LayerSpec.plain(1000).withCorruption(Corruption.gaussian(0.5));
        Examples examples = TrainingRuns.examples(10 * BATCH);
        return new StepProbe(
                Architecture.paper(784, depth, layer), Objective.joint(depth, true), examples, BATCH, arithmetic);
    }
}
