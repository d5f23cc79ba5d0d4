package io.jointae.cli;

import io.jointae.cli.options.CommandTimings;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.options.TrainingFlags;
import io.jointae.data.PreparedDataset;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
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

/** {@code train}: prepared data in, a model directory out. */
@Command(
        name = "train",
        modelTransformer = TrainingFlags.Added.class,
        description = "Trains a stack of auto-encoders by one of the paper's schemes.")
final class TrainCommand implements Callable<Integer>, OutputFolders, TrainingFlags.Taker {

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Prepared data: DIR/NAME of prepare.")
    private String data;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model directory to write.")
    private String model;

    @Option(names = "--resume", description = "Go on from the checkpoint of an interrupted run, where there is one.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Replace an existing model or an interrupted run.")
    private boolean overwrite;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "At least so long between two checkpoints (default: ${DEFAULT-VALUE}).")
    private double checkpointSeconds;

    @Option(names = "--timings", description = "Say on standard error where the time went.")
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
        return new ResultRow(
                card.data().name(),
                card.name(),
                card.scheme(),
                trained.model().architecture().depth(),
                card.kind(),
                card.options(),
                clean ? "clean-cost" : "training-cost",
                valid ? "valid" : "train",
                valid ? last.valid() : clean ? last.train() : last.cost(),
                null,
                card.seconds(),
                card.seed());
    }
}
