package io.jointae.cli;

import io.jointae.base.PendingOutput;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SamplingOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.data.PreparedDataset;
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

/** {@code sample}: consecutive samples of the model's chain. */
@Command(
        name = "sample",
        description = "Samples of the model's Markov chain as Parquet, and samples.png with nearest training images.")
final class SampleCommand implements Callable<Integer>, OutputFolders {

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A model directory of train.")
    private String model;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Prepared data: DIR/NAME of prepare.")
    private String data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the samples appear.")
    private String out;

    @Option(names = "--overwrite", description = "Replace what is there.")
    private boolean overwrite;

    @Mixin
    private SamplingOptions sampling;

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
        SparkSession spark = SparkSessions.session("sample " + model);
        Configuration conf = spark.sessionState().newHadoopConf();
        ModelOnDataset evaluated =
                new ModelOnDataset(ModelDirectory.read(conf, model), PreparedDataset.open(spark, data));
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
        output.lines(
                List.of(provenance),
                String.format("%s: %,d samples and samples.png in %s", evaluated.describe(), plan.count(), out));
        return 0;
    }
}
