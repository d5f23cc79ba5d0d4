package io.jointae.cli.options;

import io.jointae.base.Json;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Prints the results of a command on standard output and its progress on standard error. */
public final class OutputOptions {

    @Option(
            names = "--json",
            description = "Prints one JSON object per line on standard output, and nothing else there.")
    private boolean json;

    /** Prints a line of progress on standard error. */
    public void progress(String line) {
        System.err.println(line);
    }

    /**
     * Prints one result. Only the text that is printed is computed.
     *
     * @param jsonLine the result as one line of JSON
     * @param text the result for people
     */
    public void result(Supplier<String> jsonLine, Supplier<String> text) {
        System.out.println(json ? jsonLine.get() : text.get());
        System.out.flush();
    }

    /**
     * Prints several results.
     *
     * @param records the results, each of which becomes one line of JSON
     * @param text all results for people
     */
    public void results(List<?> records, String text) {
        PrintStream out = System.out;
        if (json) {
            records.forEach(each -> out.println(Json.line(each)));
        } else {
            out.println(text);
        }
        out.flush();
    }
}
