package io.jointae.bench;

import io.jointae.bench.probe.BatchedProbe;
import io.jointae.bench.probe.InterleavedTimings;
import io.jointae.bench.probe.TrainingRuns;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Engines;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Measures a step of a trial of 20 trials that train as one batch, at the size of {@link StepBenchmark}, with an engine of
 * the module torch-engine. A trial that trains alone is measured in turn with them.
 */
public final class BatchedBenchmark implements Benchmark {

    private static final int TRIALS = 20;
    private static final int BATCH = 100;
    private static final int STEPS = 64;

    private final EngineKind engine;

    private BatchedBenchmark(EngineKind engine) {
        this.engine = engine;
    }

    /** Returns the benchmarks {@code batched-torch-cpu}, {@code batched-torch-cuda} and {@code batched-torch-cuda-tf32}. */
    public static List<Benchmark> all() {
        return Stream.of(EngineKind.TORCH_CPU, EngineKind.TORCH_CUDA, EngineKind.TORCH_CUDA_TF32)
                .<Benchmark>map(BatchedBenchmark::new)
                .toList();
    }

    @Override
    public String name() {
        return "batched-" + engine.optionName();
    }

    @Override
    public String description() {
        return "one step of a trial of two layers among " + TRIALS + " that train as one batch with "
                + engine.optionName() + ", compared with a trial alone";
    }

    /** Whether there is a GPU is only known when the library is loaded, so the benchmarks of GPUs run if they are named. */
    @Override
    public boolean runsOnThisMachine() {
        return !engine.usesGpu() && Engines.isPresent(engine);
    }

    @Override
    public List<BenchResult> run(SparkSession spark, double scale) {
        LayerSpec layer = LayerSpec.plain(1000).withCorruption(Corruption.gaussian(0.5));
        int repetitions = Math.max(3, (int) Math.round(10 * scale));
        try (BatchedProbe probe = new BatchedProbe(
                Architecture.paper(784, 2, layer),
                TrainingRuns.examples(STEPS * BATCH),
                BATCH,
                STEPS,
                TRIALS,
                Arithmetic.of(engine))) {
            InterleavedTimings times = new InterleavedTimings(repetitions, probe::runTogether, probe::runAlone);
            double together = times.median(0) / (STEPS * TRIALS) * 1e3;
            double alone = times.median(1) / STEPS * 1e3;
            SortedMap<String, Double> peers = new TreeMap<>();
            peers.put("a trial alone", alone / together);
            SortedMap<String, String> notes = new TreeMap<>();
            notes.put("alone-ms", String.format(Locale.ROOT, "%.3f", alone));
            notes.put("spread", String.format(Locale.ROOT, "%.0f %%", 100 * times.spread(0)));
            notes.put("spread-alone", String.format(Locale.ROOT, "%.0f %%", 100 * times.spread(1)));
            return List.of(new BenchResult(name(), together, "ms", null, null, peers, notes));
        }
    }
}
