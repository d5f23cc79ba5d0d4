package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.bench.BenchResult;
import io.jointae.bench.Benchmark;
import io.jointae.bench.DensityBenchmark;
import io.jointae.bench.MemoryBenchmark;
import io.jointae.bench.RoundBenchmark;
import io.jointae.bench.ScalingBenchmark;
import io.jointae.bench.ScoreBenchmark;
import io.jointae.bench.StepBenchmark;
import io.jointae.bench.SvmBenchmark;
import io.jointae.bench.SweepBenchmark;
import io.jointae.bench.WorkersBenchmark;
import io.jointae.bench.probe.ProcessMemory;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench}: this machine's limit and our share of it. */
@Command(name = "bench", description = "Measures this machine's limit and our share of it.")
final class BenchCommand implements Callable<Integer> {

    private static final String LOCAL_CLUSTER = "bench between processes";
    private static final String STARTED = "jointae " + LOCAL_CLUSTER;
    private static final String EXECUTOR_HEAP = "1g";

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which ones; all of them by default.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--scale",
            defaultValue = "1",
            description = "Less than 1 for a quick look: fewer repetitions, smaller sizes (default: ${DEFAULT-VALUE}).")
    private double scale;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Rows that score generates to see that memory does not grow (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Option(
            names = "--bandwidth",
            paramLabel = "GBIT/S",
            defaultValue = "10",
            description = "Of a node's network link, for scaling (default: ${DEFAULT-VALUE}).")
    private double bandwidth;

    @Option(
            names = "--latency",
            paramLabel = "MS",
            defaultValue = "0.2",
            description = "Of a hop between nodes, for scaling (default: ${DEFAULT-VALUE}).")
    private double latency;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        List<Benchmark> chosen = chosen();
        SparkSession spark = SparkSessions.session("bench");
        for (Benchmark benchmark : chosen) {
            spark = sessionFor(benchmark, spark);
            output.progress("bench " + benchmark.name() + ": " + benchmark.description());
            for (BenchResult result : benchmark.run(spark, scale)) {
                output.result(() -> Json.line(result), () -> words(result));
            }
        }
        output.progress(ProcessMemory.describe());
        return 0;
    }

    /** Benchmarks that want executors of their own get them on this machine, unless the user has named a cluster. */
    private static SparkSession sessionFor(Benchmark benchmark, SparkSession current) {
        String master = current.sparkContext().master();
        boolean ofOurs = master.startsWith("local-cluster")
                && STARTED.equals(current.sparkContext().appName());
        boolean oneProcess = master.startsWith("local") && !master.startsWith("local-cluster");
        if (benchmark.master() != null && (oneProcess || (ofOurs && !master.equals(benchmark.master())))) {
            current.stop();
            return SparkSessions.localCluster(LOCAL_CLUSTER, benchmark.master(), EXECUTOR_HEAP);
        }
        if (benchmark.master() == null && ofOurs) {
            current.stop();
            return SparkSessions.session("bench");
        }
        return current;
    }

    private List<Benchmark> known() {
        List<Benchmark> all = new ArrayList<>(StepBenchmark.all());
        all.addAll(DensityBenchmark.all());
        all.add(new SvmBenchmark());
        all.add(new RoundBenchmark());
        all.add(new WorkersBenchmark());
        all.add(new ScoreBenchmark(rows));
        all.add(new SweepBenchmark());
        all.add(new MemoryBenchmark());
        all.add(new ScalingBenchmark(bandwidth, latency));
        return all;
    }

    private List<Benchmark> chosen() {
        List<Benchmark> known = known();
        if (names.isEmpty()) {
            return known;
        }
        List<Benchmark> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(known.stream()
                    .filter(benchmark -> benchmark.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> InvalidInputException.of(
                            "bench %s: unknown; known are %s",
                            name, known.stream().map(Benchmark::name).collect(Collectors.joining(", ")))));
        }
        return chosen;
    }

    private static String words(BenchResult result) {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%-12s %.4g %s", result.bench(), result.value(), result.unit()));
        if (result.share() != null) {
            line.append(String.format(Locale.ROOT, "; %.0f %% of the limit", 100 * result.share()));
        }
        result.peers()
                .forEach((peer, ratio) ->
                        line.append(String.format(Locale.ROOT, "; %.2f x as fast as %s", ratio, peer)));
        result.notes()
                .forEach((name, value) ->
                        line.append("; ").append(name).append(' ').append(value));
        return line.toString();
    }
}
