package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.bench.BatchedBenchmark;
import io.jointae.bench.BenchResult;
import io.jointae.bench.Benchmark;
import io.jointae.bench.Bfloat16Benchmark;
import io.jointae.bench.DataBenchmark;
import io.jointae.bench.DensityBenchmark;
import io.jointae.bench.DriverBenchmark;
import io.jointae.bench.MemoryBenchmark;
import io.jointae.bench.RoundBenchmark;
import io.jointae.bench.ScalingBenchmark;
import io.jointae.bench.ScoreBenchmark;
import io.jointae.bench.StepBenchmark;
import io.jointae.bench.SvmBenchmark;
import io.jointae.bench.SvmCodesBenchmark;
import io.jointae.bench.SweepBenchmark;
import io.jointae.bench.WorkersBenchmark;
import io.jointae.bench.probe.ProcessMemory;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.NetworkOptions;
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

/** The command {@code bench}: compares the speed of the program with the limit of this machine. */
@Command(
        name = "bench",
        subcommands = QualityCommand.class,
        description = {
            "Measures the speed of training, evaluation and scoring on this machine.",
            "",
            "Each benchmark also measures a limit, such as the speed of the matrix products alone, and prints which share"
                    + " of the limit is reached."
        },
        footer = "  deploy/submit bench step-dae2 score")
final class BenchCommand implements Callable<Integer> {

    private static final String LOCAL_CLUSTER = "bench with executor processes";
    private static final String STARTED = "jointae " + LOCAL_CLUSTER;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Selects benchmarks. An unknown name prints the list of all names. Default: all benchmarks"
                    + " that this machine can run.")
    private List<String> names = new ArrayList<>();

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description =
                    "Multiplies repetitions and sizes by this factor, which must be greater than 0. Values below 1 give"
                            + " a quick look."
                            + " Default: ${DEFAULT-VALUE}.")
    private double scale;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "300000",
            description = "Sets the number of rows that the benchmark score generates to measure memory."
                    + " Default: ${DEFAULT-VALUE}.")
    private long rows;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Names the trained model whose codes the benchmark " + SvmCodesBenchmark.NAME
                    + " classifies. Without it, that benchmark does not run.")
    private String model;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Names the prepared dataset that the model of --model was trained on.")
    private String data;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        if ((model == null) != (data == null) || model == null && names.contains(SvmCodesBenchmark.NAME)) {
            throw InvalidInputException.of(
                    "The benchmark %s needs --model and --data: give both.", SvmCodesBenchmark.NAME);
        }
        List<Benchmark> chosen = chosen();
        SparkSession spark = SparkSessions.session("bench");
        for (Benchmark benchmark : chosen) {
            spark = sessionFor(benchmark, spark);
            output.progress("bench " + benchmark.name() + ": " + benchmark.description());
            for (BenchResult result : benchmark.run(spark, scale)) {
                output.result(() -> Json.line(result), () -> describe(result));
            }
        }
        output.progress(ProcessMemory.describe());
        return 0;
    }

    /** Returns a session with separate executor processes for benchmarks that need them, unless the user named a cluster. */
    private static SparkSession sessionFor(Benchmark benchmark, SparkSession current) {
        String master = current.sparkContext().master();
        boolean startedHere = master.startsWith("local-cluster")
                && STARTED.equals(current.sparkContext().appName());
        boolean oneProcess = master.startsWith("local") && !master.startsWith("local-cluster");
        if (benchmark.master() != null && (oneProcess || (startedHere && !master.equals(benchmark.master())))) {
            current.stop();
            return SparkSessions.localCluster(LOCAL_CLUSTER, benchmark.master(), benchmark.executorHeap());
        }
        if (benchmark.master() == null && startedHere) {
            current.stop();
            return SparkSessions.session("bench");
        }
        return current;
    }

    private List<Benchmark> known() {
        List<Benchmark> all = new ArrayList<>(StepBenchmark.all());
        all.addAll(Bfloat16Benchmark.all());
        all.addAll(BatchedBenchmark.all());
        all.addAll(DensityBenchmark.all());
        all.add(new SvmBenchmark());
        if (model != null) {
            all.add(new SvmCodesBenchmark(model, data));
        }
        all.add(new RoundBenchmark());
        all.add(new WorkersBenchmark());
        all.add(new ScoreBenchmark(rows));
        all.add(new SweepBenchmark());
        all.add(new MemoryBenchmark());
        all.add(new DataBenchmark());
        all.add(new ScalingBenchmark(network.network()));
        all.add(new DriverBenchmark());
        return all;
    }

    private List<Benchmark> chosen() {
        List<Benchmark> known = known();
        if (names.isEmpty()) {
            return known.stream().filter(Benchmark::runsOnThisMachine).toList();
        }
        List<Benchmark> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(known.stream()
                    .filter(benchmark -> benchmark.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> InvalidInputException.of(
                            "The benchmark %s is unknown: choose from %s.",
                            name, known.stream().map(Benchmark::name).collect(Collectors.joining(", ")))));
        }
        return chosen;
    }

    private static String describe(BenchResult result) {
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
