package io.jointae.cli;

import io.jointae.base.PendingOutput;
import io.jointae.base.text.Count;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.ContentsFlag;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SamplingOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.evaluate.SampleSheet;
import io.jointae.evaluate.SamplingEvaluation;
import io.jointae.evaluate.SamplingOutcome;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.picture.ImageSheet;
import io.jointae.evaluate.sample.SampleFiles;
import io.jointae.evaluate.sample.SamplingPlan;
import io.jointae.evaluate.sample.SamplingProvenance;
import io.jointae.model.ModelDirectory;
import io.jointae.stack.engine.Arithmetic;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sample}: writes consecutive samples of a model's Markov chain. */
@Command(
        name = "sample",
        description = {
            "Draws samples from the Markov chain of a denoising or contractive model.",
            "",
            "The output folder holds the samples as Parquet files, their settings, and the picture samples.png: training"
                    + " images, samples, and the training image that is nearest to the last sample of each row. "
                    + ArithmeticOptions.SCOPE
        },
        footer = {
            "  deploy/submit sample --model=models/dae2j --data=data/mnist \\",
            "      --out=samples/dae2j --count=10000"
        })
final class SampleCommand implements Callable<Integer>, OutputFolders {

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Draws the samples from the model in this directory, which train wrote.")
    private String model;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Starts the chains at training rows of the prepared dataset in this folder.")
    private String data;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Writes the samples to this folder.")
    private String out;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--overwrite", description = "Replaces an existing folder.")
    private boolean overwrite;

    @Mixin
    private SamplingOptions sampling;

    @Mixin
    private ContentsFlag contents;

    @Mixin
    private ArithmeticOptions computation;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return List.of(out);
    }

    @Override
    public Integer call() throws Exception {
        SamplingPlan plan = sampling.plan();
        if (!overwrite) {
            PendingOutput.refuseExisting(SparkSessions.hadoopConfiguration(), out);
        }
        Arithmetic arithmetic = computation.arithmetic();
        SparkSession spark = SparkSessions.session("sample " + model, List.of(arithmetic));
        Configuration conf = spark.sessionState().newHadoopConf();
        ModelOnDataset evaluated =
                new ModelOnDataset(ModelDirectory.read(conf, model), contents.open(spark, data), arithmetic);
        SamplingProvenance provenance;
        try (EvaluationCache cached = EvaluationCache.single(spark);
                PendingOutput pending = PendingOutput.create(conf, out, overwrite)) {
            SamplingOutcome outcome = new SamplingEvaluation(plan).evaluate(evaluated, cached);
            JavaRDD<RowBlock> samples = outcome.samples().persist(StorageLevel.MEMORY_AND_DISK());
            provenance = outcome.provenance();
            SampleFiles.write(spark, samples, provenance, pending.path());
            ImageSheet.write(
                    conf, SampleSheet.draw(evaluated.data(), cached, samples), new Path(pending.path(), "samples.png"));
            samples.unpersist(false);
            pending.commit();
        }
        output.results(
                List.of(provenance),
                String.format(
                        "%s: %s and samples.png in %s", evaluated.describe(), Count.of(plan.count(), "sample"), out));
        return 0;
    }
}
