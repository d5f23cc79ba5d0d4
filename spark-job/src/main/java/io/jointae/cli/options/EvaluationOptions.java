package io.jointae.cli.options;

import io.jointae.base.AtomicFile;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.base.PendingOutput;
import io.jointae.base.text.Count;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.evaluate.Evaluation;
import io.jointae.evaluate.EvaluationJobs;
import io.jointae.evaluate.EvaluationJobs.EvaluationJob;
import io.jointae.evaluate.EvaluationJobs.JobResult;
import io.jointae.evaluate.EvaluationOutcome;
import io.jointae.evaluate.ModelPictures;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Cell;
import io.jointae.results.ResultRow;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.sweep.ResultsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that evaluates trained models, and the evaluation of several models at a time. */
@ShownUnder(HelpSection.INPUT_AND_OUTPUT)
public final class EvaluationOptions {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Evaluates the model in this directory, which train wrote. Give the option several times to"
                    + " evaluate several models.")
    private List<String> models;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description =
                    "Evaluates on the prepared dataset in this folder. Give the option once for all models, or once"
                            + " per model in the same order.")
    private List<String> data;

    @Option(names = "--out", paramLabel = "DIR", description = "Also writes the results to this folder, as JSON lines.")
    private String out;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Adds the results to this results folder, which the command report reads. The latest result"
                    + " of a measurement counts.")
    private String results;

    @Mixin
    private ContentsFlag contents;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "Sets the number of models that are evaluated at the same time. It must be 1 or more. Default: ${DEFAULT-VALUE}.")
    private int parallel;

    @Option(names = "--overwrite", description = "Replaces existing output.")
    private boolean overwrite;

    /** The directories of the models that were evaluated, in the order of their outcomes. */
    private final List<String> evaluated = new ArrayList<>();

    /**
     * Receives the outcome of each model as soon as it is known.
     *
     * @param <O> outcome of the evaluation
     */
    public interface OutcomeListener<O> {

        /** Receives the outcome of a model, on the thread that evaluated it. */
        void evaluated(ModelOnDataset subject, O outcome) throws IOException;
    }

    /** Returns the directories of the models, in the order of the options. */
    public List<String> models() {
        return models;
    }

    /** Returns the path of a file in the output folder, or null where no output folder is given. */
    public String out(String fileName) {
        return out == null ? null : out + "/" + fileName;
    }

    /** Returns the output folder, or an empty list where none is given. */
    public List<String> outputFolders() {
        return out == null ? List.of() : List.of(out);
    }

    /** Returns whether existing output is replaced. */
    public boolean overwrite() {
        return overwrite;
    }

    /** Evaluates every model, as the other method of this name does, without a listener. */
    public <O extends EvaluationOutcome> List<O> evaluate(
            OutputOptions output, Arithmetic arithmetic, Evaluation<O> evaluation) throws Exception {
        return evaluate(output, arithmetic, evaluation, (subject, outcome) -> {});
    }

    /**
     * Evaluates every model. The failure of one model is reported as progress, and does not stop the others.
     *
     * @param output where progress is printed
     * @param arithmetic how codes and reconstructions are computed
     * @param evaluation what is measured
     * @param listener receives each outcome as soon as it is known
     * @return the outcomes of the models that succeeded, in the order of the models
     * @throws Exception the first failure, if no model succeeded
     */
    public <O extends EvaluationOutcome> List<O> evaluate(
            OutputOptions output, Arithmetic arithmetic, Evaluation<O> evaluation, OutcomeListener<O> listener)
            throws Exception {
        String name = evaluation.name();
        if (data.size() != 1 && data.size() != models.size()) {
            throw InvalidInputException.of(
                    "--data is given %s for %s: give it once, or once per model.",
                    Count.of(data.size(), "time"), Count.of(models.size(), "model"));
        }
        if (parallel < 1) {
            throw InvalidInputException.ofField("parallel", "%d is less than 1: choose 1 or more.", parallel);
        }
        if (out != null && !overwrite) {
            PendingOutput.refuseExisting(SparkSessions.hadoopConfiguration(), file(name));
        }
        SparkSession spark = SparkSessions.session(name + " " + String.join(" ", models), List.of(arithmetic));
        ResultsWriter writer = results == null ? null : new ResultsWriter(spark, results);
        List<EvaluationJob<O>> jobs = new ArrayList<>();
        EvaluationCache kind = models.size() > 1 ? EvaluationCache.shared(spark) : EvaluationCache.single(spark);
        try (EvaluationCache cached = kind.reportingTo(output::progress)) {
            for (int i = 0; i < models.size(); i++) {
                String folder = models.get(i);
                ModelOnDataset evaluated =
                        open(spark, folder, data.get(data.size() == 1 ? 0 : i)).with(arithmetic);
                jobs.add(new EvaluationJob<>(name + " of " + evaluated.describe(), () -> {
                    O outcome = evaluation.evaluate(evaluated, cached);
                    outcome.warning(evaluated.describe()).ifPresent(output::progress);
                    if (writer != null) {
                        writer.add(evaluated, cached, folder, outcome);
                    }
                    listener.evaluated(evaluated, outcome);
                    return outcome;
                }));
            }
            return outcomes(EvaluationJobs.run(spark, parallel, jobs), output);
        }
    }

    /**
     * Refuses pictures of several models and pictures that would replace existing ones, before anything is read.
     *
     * @param directory the folder of the pictures; null for no pictures
     */
    public void checkPictures(String directory) throws IOException {
        if (directory == null) {
            return;
        }
        if (models.size() != 1) {
            throw InvalidInputException.of(
                    "--pictures shows one model, but %d models are given: give --model once.", models.size());
        }
        if (!overwrite) {
            PendingOutput.refuseExisting(SparkSessions.hadoopConfiguration(), directory);
        }
    }

    /**
     * Writes the pictures of a model.
     *
     * @param directory the folder of the pictures; null for no pictures
     * @param evaluated the model and the dataset on which it was evaluated
     */
    public void writePictures(String directory, ModelOnDataset evaluated) throws IOException {
        if (directory != null) {
            ModelPictures.write(SparkSessions.hadoopConfiguration(), directory, overwrite, evaluated);
        }
    }

    /** Returns the exit status of the command: 0 if every model was evaluated, and 1 otherwise. */
    public int status(List<?> outcomes) {
        return outcomes.size() == models.size() ? 0 : 1;
    }

    /** Writes rows to a file in the output folder, completely or not at all. Does nothing where no folder is given. */
    public void write(String name, List<ResultRow> rows) throws IOException {
        if (out == null) {
            return;
        }
        Configuration conf = SparkSessions.hadoopConfiguration();
        AtomicFile.write(conf, file(name), overwrite, stream -> {
            for (ResultRow row : rows) {
                stream.write((Json.line(row) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private String file(String name) {
        return out(name + ".jsonl");
    }

    private ModelOnDataset open(SparkSession spark, String model, String data) throws IOException {
        ModelDirectory read = ModelDirectory.read(spark.sessionState().newHadoopConf(), model);
        return new ModelOnDataset(read, contents.open(spark, data));
    }

    /** Returns the outcomes that succeeded and reports the failures. Throws the first failure if none succeeded. */
    private <T> List<T> outcomes(List<JobResult<T>> results, OutputOptions output) throws Exception {
        List<T> values = new ArrayList<>();
        Exception first = null;
        for (int i = 0; i < results.size(); i++) {
            JobResult<T> outcome = results.get(i);
            if (outcome.failure() == null) {
                values.add(outcome.value());
                evaluated.add(models.get(i));
            } else {
                first = first == null ? outcome.failure() : first;
                if (results.size() > 1) {
                    output.progress("jointae: " + outcome.description() + " failed: "
                            + outcome.failure().getMessage());
                }
            }
        }
        if (values.isEmpty() && first != null) {
            throw first;
        }
        return values;
    }

    /**
     * Returns the names of the evaluated models, such as {@code DAE-2J}, or their directories if two of them have the same
     * name on the same dataset.
     *
     * @param outcomes what {@link #evaluate} returned
     */
    public List<String> names(List<? extends EvaluationOutcome> outcomes) {
        List<Cell> cells =
                outcomes.stream().map(outcome -> outcome.rows().get(0).cell()).toList();
        long different = cells.stream()
                .map(cell -> cell.dataset() + " " + cell.model().name())
                .distinct()
                .count();
        return different < cells.size()
                ? List.copyOf(evaluated)
                : cells.stream().map(cell -> cell.model().name()).toList();
    }

    /**
     * Returns one line per row, such as {@code rect DAE-2J: svm-error-percent on test 0.83 +- 0.08}.
     *
     * @param outcomes what {@link #evaluate} returned
     */
    public String describe(List<? extends EvaluationOutcome> outcomes) {
        List<String> names = names(outcomes);
        StringJoiner text = new StringJoiner(System.lineSeparator());
        for (int i = 0; i < names.size(); i++) {
            for (ResultRow row : outcomes.get(i).rows()) {
                text.add("%s %s: %s on %s %s"
                        .formatted(
                                row.cell().dataset(),
                                names.get(i),
                                row.cell().metric(),
                                row.cell().split(),
                                value(row.value(), row.ci95())));
            }
        }
        return text.toString();
    }

    /** Returns a value with at least two decimals, and with as many that its interval is not shown as 0. */
    private static String value(double value, Double ci95) {
        int decimals = ci95 == null || ci95 <= 0 ? 2 : (int) Math.min(6, Math.max(2, Math.ceil(-Math.log10(ci95))));
        String number = "%." + decimals + "f";
        return ci95 == null
                ? String.format(Locale.ROOT, number, value)
                : String.format(Locale.ROOT, number + " +- " + number, value, ci95);
    }
}
