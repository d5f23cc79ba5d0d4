package io.jointae.cli;

import io.jointae.base.Json;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.score.ScoreJob;
import io.jointae.score.ScoreRequest;
import io.jointae.score.ScoreSummary;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code score}: Parquet of any size in, features in Parquet out. */
@Command(
        name = "score",
        description = "Writes a model's features of every row of a table. Adds the columns features,"
                + " reconstruction_error and reconstruction; carries all others but the scored one.")
final class ScoreCommand implements Callable<Integer> {

    /** What becomes of bad rows. */
    enum BadRowsPolicy {
        FAIL,
        SKIP
    }

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Model directory that train wrote.")
    private String model;

    @Option(
            names = "--input",
            required = true,
            split = ",",
            paramLabel = "PATH",
            description =
                    "Parquet files, folders, globs or partitioned tables; or IDX files of images, or folders of them.")
    private List<String> inputs;

    @Option(names = "--output", required = true, paramLabel = "PATH", description = "Folder of Parquet to write.")
    private String output;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "Column of array<float>, array<double> or ML Vector (default: the only one).")
    private String column;

    @Option(
            names = "--layer",
            paramLabel = "N",
            description = "Layer whose code is written, 1 for the lowest (default: the top one).")
    private Integer layer;

    @Option(
            names = "--reconstruction-error",
            description = "Adds each row's cost of reconstruction by the model's loss, a cheap anomaly score.")
    private boolean reconstructionError;

    @Option(names = "--reconstruction", description = "Adds each row's reconstruction.")
    private boolean reconstruction;

    @Option(
            names = "--bad-rows",
            defaultValue = "fail",
            description = "Rows that are null, of a wrong length or not finite: fail, or skip them into OUTPUT-bad"
                    + " with bad_file, bad_row, bad_reason (default: ${DEFAULT-VALUE}).")
    private BadRowsPolicy badRows;

    @Option(names = "--resume", description = "Keep the partitions that an interrupted run completed.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Replace an existing output or an interrupted run.")
    private boolean overwrite;

    @Mixin
    private OutputOptions out;

    @Override
    public Integer call() throws IOException {
        ScoreRequest request = new ScoreRequest(
                model,
                inputs,
                output,
                column,
                layer,
                reconstructionError,
                reconstruction,
                badRows == BadRowsPolicy.SKIP,
                resume,
                overwrite);
        ScoreJob.checkOutput(SparkSessions.hadoopConfiguration(), request);
        ScoreSummary summary = new ScoreJob(SparkSessions.session("score " + output), request, out::progress).run();
        out.result(() -> Json.line(summary), () -> words(summary));
        return 0;
    }

    private static String words(ScoreSummary summary) {
        String bad = summary.rowsBad() == 0
                ? "none bad"
                : String.format(Locale.ROOT, "%,d bad in %s", summary.rowsBad(), summary.bad());
        return String.format(
                Locale.ROOT,
                "%s layer %d: %,d rows in, %,d rows out, %s, in %.0f s: %s",
                summary.model(),
                summary.layer(),
                summary.rowsIn(),
                summary.rowsOut(),
                bad,
                summary.seconds(),
                summary.output());
    }
}
