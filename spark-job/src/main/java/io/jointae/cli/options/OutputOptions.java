package io.jointae.cli.options;

import io.jointae.base.Json;
import io.jointae.base.text.PrintableText;
import io.jointae.cli.terminal.ProgressBar;
import io.jointae.cli.terminal.StatusStream;
import io.jointae.train.listener.PlainProgress;
import io.jointae.train.listener.ProgressLine;
import io.jointae.train.listener.ProgressView;
import io.jointae.train.listener.RunListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Prints the results of a command on standard output and its progress on standard error. */
public final class OutputOptions {

    /** The shortest time between two lines about a run in a log. */
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    @Option(
            names = "--json",
            description = "Prints one JSON object per line on standard output, and nothing else there.")
    private boolean json;

    private ProgressView view;

    /** Prints a line of progress on standard error. */
    public void progress(String line) {
        System.err.println(PrintableText.of(line));
    }

    /**
     * Returns a listener that shows the progress of a run on standard error: by a bar on a terminal, and otherwise by a line
     * every ten seconds. Runs at the same time share one bar.
     */
    public synchronized RunListener progressOfRun() {
        if (view == null) {
            view = System.err instanceof StatusStream terminal
                    ? new ProgressBar(terminal, true)
                    : new PlainProgress(System.err, BETWEEN_LINES);
        }
        return new ProgressLine(view);
    }

    /** Returns listeners that show the progress of a run by a bar on a terminal; none elsewhere. */
    public synchronized List<RunListener> barOfRun() {
        if (!(System.err instanceof StatusStream terminal)) {
            return List.of();
        }
        if (view == null) {
            view = new ProgressBar(terminal, false);
        }
        return List.of(new ProgressLine(view));
    }

    /**
     * Prints one result. Only the text that is printed is computed.
     *
     * @param jsonLine the result as one line of JSON
     * @param text the result for people
     */
    public void result(Supplier<String> jsonLine, Supplier<String> text) {
        System.out.println(json ? jsonLine.get() : PrintableText.of(text.get()));
        System.out.flush();
    }

    /**
     * Prints several results.
     *
     * @param records the results, each of which becomes one line of JSON
     * @param text all results for people
     */
    public void results(List<?> records, String text) {
        coloredResults(records, PrintableText.of(text));
    }

    /**
     * Prints several results.
     *
     * @param records the results, each of which becomes one line of JSON
     * @param text all results for people, which may have colors, but no text from a file
     */
    public void coloredResults(List<?> records, String text) {
        PrintStream out = System.out;
        if (json) {
            records.forEach(each -> out.println(Json.line(each)));
        } else {
            out.println(text);
        }
        out.flush();
    }
}
