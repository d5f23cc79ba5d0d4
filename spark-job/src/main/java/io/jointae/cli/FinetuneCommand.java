package io.jointae.cli;

import io.jointae.base.PendingOutput;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.evaluate.FinetuneEvaluation;
import io.jointae.evaluate.FinetuneOutcome;
import io.jointae.evaluate.finetune.FinetuneOptimizer;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.results.ResultRow;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.util.ModelSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code finetune}: a classifier out of a trained stack. */
@Command(
        name = "finetune",
        description =
                "Test error of the stack's encoder under a softmax, trained with labels until the validation error"
                        + " falls no more. With --out also the networks of the best epochs, finetune-1.zip for the first --model:"
                        + " plain DL4J networks.")
final class FinetuneCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @Option(
            names = "--optimiser",
            defaultValue = "sgd",
            description = "sgd, or rmsprop with decay 0.9. Default: ${DEFAULT-VALUE}.")
    private String optimizer;

    @Option(
            names = "--learning-rate",
            split = ",",
            paramLabel = "RATE",
            defaultValue = "0.1,1",
            description = "One, or several with commas between: all are tried, and that of the lowest validation error"
                    + " kept, of equals that of the lowest validation loss. Default: ${DEFAULT-VALUE}.")
    private List<Double> learningRates;

    @Option(names = "--batch-size", defaultValue = "100", description = "Examples a step. Default: ${DEFAULT-VALUE}.")
    private int batchSize;

    @Option(names = "--epochs", defaultValue = "1000", description = "At most so many. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            defaultValue = "50",
            description = "Epochs without a better validation result before it stops. Default: ${DEFAULT-VALUE}.")
    private int patience;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Of the order of the examples. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return flags.outputFolders();
    }

    @Override
    public Integer call() throws Exception {
        FinetuneOptions options =
                new FinetuneOptions(FinetuneOptimizer.of(optimizer), learningRates, batchSize, epochs, patience, seed);
        if (flags.out("") != null && !flags.overwrite()) {
            for (int i = 0; i < flags.models().size(); i++) {
                PendingOutput.refuseExisting(SparkSessions.hadoopConfiguration(), network(i));
            }
        }
        List<FinetuneOutcome> all = flags.evaluate(output, new FinetuneEvaluation(options), (subject, tuned) -> {
            output.progress(String.format(
                    "%s: learning rate %s, best epoch %d of %d, %.0f ms a step",
                    subject.describe(),
                    tuned.learningRate(),
                    tuned.bestEpoch(),
                    tuned.validationErrors().size(),
                    tuned.millisecondsPerStep()));
        });
        List<ResultRow> rows = all.stream().flatMap(one -> one.rows().stream()).toList();
        flags.write("finetune", rows);
        if (flags.out("") != null && all.size() == flags.models().size()) {
            for (int i = 0; i < all.size(); i++) {
                write(all.get(i), network(i));
            }
        }
        output.results(rows, EvaluationOptions.describe(rows));
        return flags.status(all);
    }

    private String network(int model) {
        return flags.out("finetune-" + (model + 1) + ".zip");
    }

    private void write(FinetuneOutcome tuned, String file) throws IOException {
        Configuration conf = SparkSessions.hadoopConfiguration();
        try (PendingOutput pending = PendingOutput.create(conf, file, flags.overwrite())) {
            try (OutputStream out = pending.path().getFileSystem(conf).create(pending.path(), false)) {
                ModelSerializer.writeModel(tuned.network().network(), out, false);
            }
            pending.commit();
        }
    }
}
