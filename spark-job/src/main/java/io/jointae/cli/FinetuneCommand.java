package io.jointae.cli;

import io.jointae.base.AtomicFile;
import io.jointae.base.PendingOutput;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.ArithmeticOptions;
import io.jointae.cli.options.AveragingFlags;
import io.jointae.cli.options.EvaluationOptions;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.outcome.OutputFolders;
import io.jointae.evaluate.FinetuneEvaluation;
import io.jointae.evaluate.FinetuneOutcome;
import io.jointae.evaluate.finetune.FinetuneOptimizer;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.model.ModelCard;
import io.jointae.model.tuned.ClassifierDirectory;
import io.jointae.results.ResultRow;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.deeplearning4j.util.ModelSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code finetune}: turns a trained stack into a classifier and measures its test error. */
@Command(
        name = "finetune",
        description = {
            "Fine-tunes the encoder of a trained stack with labels and measures its error.",
            "",
            "A softmax layer is put on top of the encoder, and all weights are trained until the validation error stops"
                    + " falling. With --out, the command also writes the network of the best epoch: as a plain DL4J network"
                    + " in finetune-1.zip, and as a classifier that score applies in the folder classifier-1, for the first"
                    + " model; with the number 2 for the second, and so on."
        },
        footer = "  deploy/submit finetune --model=models/dae2j --data=data/rectangles --results=results")
final class FinetuneCommand implements Callable<Integer>, OutputFolders {

    @Mixin
    private EvaluationOptions flags;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = {"--optimizer", "--optimiser"},
            paramLabel = "NAME",
            defaultValue = "sgd",
            description = "Selects stochastic gradient descent (sgd), or RMSProp with decay 0.9 (rmsprop)."
                    + " Default: ${DEFAULT-VALUE}.")
    private String optimizer;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--learning-rate",
            split = ",",
            paramLabel = "RATE[,RATE...]",
            defaultValue = "0.1,1",
            description =
                    "Sets the learning rates to choose from. Each must be greater than 0. The rate with the lowest"
                            + " validation error is used, and the lowest validation loss decides between equal errors."
                            + " Default: ${DEFAULT-VALUE}.")
    private List<Double> learningRates;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Sets the number of examples per training step. It must be 1 or more. Default: ${DEFAULT-VALUE}.")
    private int batchSize;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Sets the largest number of epochs. It must be 1 or more. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--patience",
            paramLabel = "EPOCHS",
            defaultValue = "50",
            description =
                    "Stops training after this number of epochs without a better validation error. It must be 1 or more."
                            + " Default: ${DEFAULT-VALUE}.")
    private int patience;

    @ShownUnder(HelpSection.EVALUATION)
    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Seeds the order of the examples. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "nd4j",
            converter = ArithmeticOptions.EngineConverter.class,
            description = "Selects the library that trains and classifies. The torch engines need jars that the"
                    + " application does not contain. It must be nd4j, torch-cpu, torch-cuda or torch-cuda-tf32."
                    + " Default: ${DEFAULT-VALUE}.")
    private EngineKind engine;

    @Mixin
    private AveragingFlags averaging;

    @Mixin
    private OutputOptions output;

    @Override
    public List<String> outputFolders() {
        return flags.outputFolders();
    }

    @Override
    public Integer call() throws Exception {
        FinetuneOptions options = new FinetuneOptions(
                FinetuneOptimizer.of(optimizer),
                learningRates,
                batchSize,
                epochs,
                patience,
                seed,
                averaging.averaging());
        Arithmetic arithmetic = Arithmetic.of(engine);
        arithmetic.checkPresent();
        if (flags.out("") != null && !flags.overwrite()) {
            for (int i = 0; i < flags.models().size(); i++) {
                PendingOutput.refuseExisting(SparkSessions.hadoopConfiguration(), network(i));
                PendingOutput.refuseExisting(SparkSessions.hadoopConfiguration(), classifier(i));
            }
        }
        Map<FinetuneOutcome, ModelCard> cards = Collections.synchronizedMap(new IdentityHashMap<>());
        List<FinetuneOutcome> all = flags.evaluate(
                output, arithmetic, new FinetuneEvaluation(options, output::progress), (subject, tuned) -> {
                    cards.put(tuned, subject.model().card());
                    output.progress(String.format(
                            "%s: learning rate %s, best epoch %d of %d, %.0f ms per step",
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
                ClassifierDirectory.of(
                                all.get(i).network().classifier(),
                                cards.get(all.get(i)),
                                all.get(i).rows().get(0).cell().hyperparameters())
                        .write(SparkSessions.hadoopConfiguration(), classifier(i), flags.overwrite());
            }
        }
        output.results(rows, flags.describe(all));
        return flags.status(all);
    }

    private String network(int model) {
        return flags.out("finetune-" + (model + 1) + ".zip");
    }

    private String classifier(int model) {
        return flags.out("classifier-" + (model + 1));
    }

    private void write(FinetuneOutcome tuned, String file) throws IOException {
        Configuration conf = SparkSessions.hadoopConfiguration();
        AtomicFile.write(
                conf,
                file,
                flags.overwrite(),
                out -> ModelSerializer.writeModel(tuned.network().network(), out, false));
    }
}
