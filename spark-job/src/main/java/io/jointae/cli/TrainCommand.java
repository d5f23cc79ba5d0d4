package io.jointae.cli;

import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.CommandTimings;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.options.TrainingFlags;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Cell;
import io.jointae.results.MetricName;
import io.jointae.results.ModelVariant;
import io.jointae.results.ResultRow;
import io.jointae.train.TrainingRun;
import io.jointae.train.listener.ProgressLine;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Writes the model to this directory.")
    private String model;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--resume", description = "Continues an interrupted run from its last checkpoint, if there is one.")
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

    @Option(names = "--timings", description = "Prints on standard error how long each part of the command took.")
    private boolean showTimings;

    private final TrainingFlags flags = new TrainingFlags();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        CommandTimings timings = new CommandTimings();
        timings.end("JVM and spark-submit");
        TrainingRun run = new TrainingRun(flags.options(), model, resume, overwrite, checkpointSeconds);
        Configuration conf = SparkSessions.hadoopConfiguration();
        run.check(conf, PreparedDataset.manifest(conf, data));
        SparkSession spark = SparkSessions.session("train " + flags.options().modelName());
        timings.end("Spark session");
        PreparedDataset prepared = PreparedDataset.open(spark, data);
        timings.end("checking the data against its manifest");
        ModelDirectory trained = run.train(spark, prepared, List.of(new ProgressLine(System.err), timings));
        timings.end("writing the model");
        if (showTimings) {
            timings.print(System.err);
        }
        ModelCard card = trained.card();
        output.results(
                List.of(lastEpoch(trained)),
                String.format("%s %s trained in %.0f s: %s", card.data().name(), card.name(), card.seconds(), model));
        return 0;
    }

    @Override
    public TrainingFlags trainingFlags() {
        return flags;
    }

    @Override
    public List<String> outputFolders() {
        return List.of(model);
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
                .measured(valid ? last.valid() : clean ? last.train() : last.cost(), null, card.seconds());
    }
}
