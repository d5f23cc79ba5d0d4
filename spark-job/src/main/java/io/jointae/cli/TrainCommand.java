package io.jointae.cli;

import io.jointae.base.Json;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.CommandTimings;
import io.jointae.cli.options.ContentsFlag;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.options.TrainingFlags;
import io.jointae.cli.outcome.ExitStatus;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.feature.ScalingKind;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Cell;
import io.jointae.results.MetricName;
import io.jointae.results.ModelVariant;
import io.jointae.results.ResultRow;
import io.jointae.sweep.tracking.TrainingTracking;
import io.jointae.train.CompleteRun;
import io.jointae.train.Training;
import io.jointae.train.TrainingRun;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.scaling.ClusterSpeed;
import io.jointae.train.scaling.StepRate;
import io.jointae.train.scaling.WorkersAdvice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code train}: reads prepared data and writes a model directory. */
@Command(
        name = "train",
        modelTransformer = TrainingFlags.Added.class,
        description = {
            "Trains a stack of auto-encoders and writes a model directory.",
            "",
            "Layers can be trained jointly, one after the other, or by another scheme. A run that is interrupted goes on"
                    + " from its last checkpoint with --resume. The model directory holds network.zip, which DL4J opens,"
                    + " model.json with the options and the history, and metrics.jsonl with the cost per epoch."
        },
        footer = {
            "  deploy/submit train --data=data/rectangles --model=models/dae2j \\",
            "      --scheme=J --layers=2 --kind=dae --noise=0.9 --learning-rate=0.005"
        })
final class TrainCommand implements Callable<Integer>, OutputFolders, TrainingFlags.Taker {

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Reads the prepared dataset in this folder, which is OUT/NAME where prepare wrote it.")
    private String data;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Writes the model to this directory. The option is required unless --print-plan is given.")
    private String model;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--resume",
            description =
                    "Continues an interrupted run from its last checkpoint, if there is one. If its model is complete,"
                            + " there is nothing to do (exit status 3).")
    private boolean resume;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--overwrite", description = "Replaces an existing model or an interrupted run.")
    private boolean overwrite;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "Sets the shortest time between two checkpoints. It must be 0 or more. Default: ${DEFAULT-VALUE}.")
    private double checkpointSeconds;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--print-plan",
            description =
                    "Trains nothing, and prints the options, the steps of each worker and how many workers pay, for"
                            + " the speed of this machine.")
    private boolean printPlan;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--mlflow",
            paramLabel = "URI",
            description =
                    "Sends the results of each epoch to this MLflow tracking server, such as http://host:5000. Default:"
                            + " the environment variable MLFLOW_TRACKING_URI if it names a server.")
    private String mlflow;

    @Option(names = "--timings", description = "Prints on standard error how long each part of the command took.")
    private boolean showTimings;

    private final TrainingFlags flags = new TrainingFlags();

    @Spec
    private CommandSpec spec;

    @Mixin
    private ContentsFlag contents;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        if (model == null && !printPlan) {
            throw new ParameterException(spec.commandLine(), "--model is missing: name the folder of the model.");
        }
        TrainingTracking.server(mlflow, null);
        CommandTimings timings = new CommandTimings();
        timings.end("JVM and spark-submit");
        Configuration conf = SparkSessions.hadoopConfiguration();
        Manifest manifest = PreparedDataset.manifest(conf, data);
        TrainingOptions options = options(conf, manifest.scaling().kind());
        TrainingPlan plan = options.plan(manifest.name(), manifest.shape().size());
        Training.check(manifest, plan);
        if (printPlan) {
            double rate = StepRate.measure(plan);
            print(options, WorkersAdvice.of(plan, manifest.count(Split.TRAIN), ClusterSpeed.typical(rate)));
            return 0;
        }
        TrainingRun run = new TrainingRun(options, model, resume, overwrite, checkpointSeconds);
        Optional<ModelDirectory> complete = CompleteRun.find(conf, run, manifest);
        if (complete.isPresent()) {
            output.results(
                    List.of(lastEpoch(complete.get())),
                    String.format("%s is complete already, so there is nothing to train.", model));
            return ExitStatus.NOTHING_TO_DO;
        }
        run.check(conf, manifest);
        List<String> advice = WorkersAdvice.of(plan, manifest.count(Split.TRAIN), ClusterSpeed.TYPICAL).lines().stream()
                .map(line -> plan.name() + ": " + line)
                .toList();
        return train(run, advice, timings);
    }

    private TrainingOptions options(Configuration conf, ScalingKind scaling) throws IOException {
        Optional<SortedMap<String, String>> interrupted =
                resume && model != null ? TrainingRun.interruptedOptions(conf, model) : Optional.empty();
        return interrupted.map(flags::resumedOptions).orElseGet(() -> flags.options(scaling));
    }

    private int train(TrainingRun run, List<String> advice, CommandTimings timings) throws IOException {
        SparkSession spark = SparkSessions.session(
                "train " + run.options().modelName(), List.of(run.options().arithmetic()));
        timings.end("Spark session");
        PreparedDataset prepared = contents.open(spark, data);
        timings.end("checking the data against its manifest");
        // A refusal by the checks above is one sentence, so the advice comes after them.
        advice.forEach(output::progress);
        ModelDirectory trained = train(run, spark, prepared, timings);
        timings.end("writing the model");
        if (showTimings) {
            timings.print(System.err);
        }
        ModelCard card = trained.card();
        card.codes().warning(card.data().name() + " " + card.name()).ifPresent(output::progress);
        output.results(
                List.of(lastEpoch(trained)),
                String.format("%s %s trained in %.0f s: %s", card.data().name(), card.name(), card.seconds(), model));
        return 0;
    }

    private ModelDirectory train(TrainingRun run, SparkSession spark, PreparedDataset prepared, CommandTimings timings)
            throws IOException {
        List<RunListener> listeners = new ArrayList<>(List.of(output.progressOfRun(), timings));
        Optional<String> server = TrainingTracking.server(mlflow, System.getenv("MLFLOW_TRACKING_URI"));
        if (server.isEmpty()) {
            return run.train(spark, prepared, listeners);
        }
        try (TrainingTracking tracking = new TrainingTracking(server.get(), run, prepared.manifest(), System.err)) {
            listeners.add(tracking);
            return run.train(spark, prepared, listeners);
        }
    }

    /** Prints every option with its value, and the advice. */
    private void print(TrainingOptions training, WorkersAdvice advice) {
        SortedMap<String, String> options = training.toMap();
        output.result(
                () -> Json.line(new PrintedPlan(
                        options,
                        advice.division().stepsPerEpoch(),
                        advice.division().stepsPerRound(),
                        advice.division().roundsPerEpoch(),
                        advice.time().usefulWorkers(),
                        advice.warnings())),
                () -> Stream.concat(
                                options.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue()),
                                advice.lines().stream().map(line -> "# " + line))
                        .collect(Collectors.joining(System.lineSeparator())));
    }

    /** The plan as JSON. The numbers of steps are those of each worker. */
    private record PrintedPlan(
            SortedMap<String, String> options,
            long stepsPerEpoch,
            long stepsPerRound,
            long roundsPerEpoch,
            int usefulWorkers,
            List<String> warnings) {}

    @Override
    public TrainingFlags trainingFlags() {
        return flags;
    }

    @Override
    public List<String> outputFolders() {
        return printPlan || model == null ? List.of() : List.of(model);
    }

    /** The training's own figure: the clean reconstruction cost at the end, on validation rows where there are any. */
    private static ResultRow lastEpoch(ModelDirectory trained) {
        ModelCard card = trained.card();
        EpochRecord last = card.history().get(card.history().size() - 1);
        boolean valid = last.valid() != null;
        boolean clean = last.train() != null;
        ModelVariant variant = new ModelVariant(
                card.name(), card.scheme(), trained.model().architecture().depth(), card.kind());
        return new Cell(
                        card.data().name(),
                        card.data().hash(),
                        variant,
                        card.options(),
                        new MetricName(clean ? "clean-cost" : "training-cost"),
                        valid ? Split.VALID : Split.TRAIN,
                        card.seed())
                .measured(valid ? last.valid() : clean ? last.train() : last.cost(), null, card.seconds())
                .with(card.codes());
    }
}
