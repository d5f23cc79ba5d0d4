package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.bench.ScalingBenchmark;
import io.jointae.bench.quality.QualityBenchmark;
import io.jointae.bench.quality.QualityGrid;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.NetworkOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.QualityOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.options.TrialOptions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.report.QualityTable;
import io.jointae.results.ResultStore;
import io.jointae.sweep.Sweep;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.train.scaling.ClusterNetwork;
import io.jointae.train.scaling.ClusterSpeed;
import io.jointae.train.scaling.RoundCosts;
import io.jointae.train.scaling.StepRate;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code bench quality}: compares the quality of several workers with that of one at equal epochs. */
@Command(
        name = "quality",
        description = {
            "Measures the quality of a model against the number of workers.",
            "",
            "Trains one model with every combination of the given workers, averaging frequencies, outer optimizers and"
                    + " learning rates for the same number of epochs. The validation cost, the error of a linear SVM and"
                    + " the predicted time to the cost of a single worker go into quality.csv, quality.json and"
                    + " report.html. A run that is interrupted goes on with --resume, which trains only the"
                    + " combinations that have no result yet.",
            "",
            "With fewer cores than workers, the workers take turns. The costs are the same then, and the times are"
                    + " predicted in any case: for one executor per worker, from the time of a step and of a round."
        },
        exitCodeList = {"1:A combination failed, or the command failed."},
        footer = {
            "  deploy/submit bench quality --data=data/mnist --out=quality --workers=1,2,4,8,16 \\",
            "      --outer-optimizer=average,nesterov --learning-rate=0.001,0.003 --averaging-frequency=5,20,0"
        })
final class QualityCommand implements Callable<Integer>, OutputFolders {

    /** The executors that the time of a round is measured on. */
    private static final String EXECUTOR_HEAP = "1g";

    @Mixin
    private QualityOptions options;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Writes the results, the trained models and report.html to this folder.")
    private String out;

    @Mixin
    private TrialOptions trials;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--step-time",
            paramLabel = "MS",
            description = "Sets the time of a training step of one worker, in milliseconds. It must be greater than 0."
                    + " Default: the time that is measured on this machine.")
    private Double stepMilliseconds;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--round-time",
            paramLabel = "MS",
            description =
                    "Sets the time of a round without its steps and transfers, in milliseconds. It must be 0 or more."
                            + " Default: the published figures of the benchmark scaling.")
    private Double roundMilliseconds;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--measure-rounds",
            description = "Measures the time of a round between two executors on this machine, as the benchmark scaling"
                    + " does.")
    private boolean measureRounds;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return trials.printPlan() ? List.of() : List.of(out);
    }

    @Override
    public Integer call() throws Exception {
        if (roundMilliseconds != null && measureRounds) {
            throw InvalidInputException.of(
                    "--round-time and --measure-rounds contradict each other: give one of them.");
        }
        ClusterNetwork cluster = network.network();
        trials.check();
        positive("step-time", stepMilliseconds, Double.MIN_VALUE);
        positive("round-time", roundMilliseconds, 0);
        Configuration conf = SparkSessions.hadoopConfiguration();
        QualityGrid grid = options.grid();
        SweepPlan plan = SweepPlan.of(conf, grid.grids());
        if (trials.printPlan()) {
            trials.print(plan, ResultStore.in(conf, out).read(), output);
            return CommandLine.ExitCode.OK;
        }
        Sweep.checkOutput(conf, out, trials.resume());
        return run(plan, speed(plan, cluster));
    }

    private int run(SweepPlan plan, ClusterSpeed speed) throws IOException, InterruptedException {
        SparkSession spark = SparkSessions.session("bench quality");
        int slots = trials.slots(spark, plan).now();
        QualityBenchmark benchmark = new QualityBenchmark(plan, out, slots, options.tolerance());
        QualityBenchmark.Outcome outcome = benchmark.run(spark, speed, trials.resume(), System.err);
        output.result(
                () -> Json.line(outcome.study()),
                () -> QualityTable.format(outcome.study()) + "\n\nThe table is in " + out
                        + "/quality.csv, and the report" + " in " + out + "/" + QualityBenchmark.REPORT + ".");
        return outcome.sweep().failed() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Returns the speed of the cluster for which times are predicted. */
    private ClusterSpeed speed(SweepPlan plan, ClusterNetwork cluster) {
        RoundCosts round = ClusterSpeed.TYPICAL.round();
        if (roundMilliseconds != null) {
            round = RoundCosts.constant(roundMilliseconds * 1e-3);
        } else if (measureRounds) {
            SparkSession executors =
                    SparkSessions.localCluster("bench quality", ScalingBenchmark.MASTER, EXECUTOR_HEAP);
            try {
                output.progress("bench quality: measuring rounds between two executors");
                round = ScalingBenchmark.measureRounds(executors);
            } finally {
                executors.stop();
            }
        }
        double multiplyAdds = stepMilliseconds == null
                ? StepRate.measure(plan.trials().get(0).plan())
                : StepRate.ofStepTime(plan.trials().get(0).plan(), stepMilliseconds * 1e-3);
        return new ClusterSpeed(multiplyAdds, round, cluster);
    }

    private static void positive(String field, Double value, double least) {
        if (value != null && !(value >= least && value < Double.POSITIVE_INFINITY)) {
            throw InvalidInputException.ofField(field, "%s is invalid: give milliseconds, such as 25.", value);
        }
    }
}
