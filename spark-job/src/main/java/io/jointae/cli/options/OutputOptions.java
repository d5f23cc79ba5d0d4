package io.jointae.cli.options;

import io.jointae.base.Json;
import io.jointae.results.ResultRow;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Where a command's words go: results to standard output, progress to standard error. */
public final class OutputOptions {

    @Option(names = "--json", description = "One JSON object a line on standard output, and nothing else there.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** For people, on standard error. */
    public void progress(String line) {
        System.err.println(line);
    }

    /** One result: a JSON line, or words for people; only the one that is shown is made. */
    public void result(Supplier<String> jsonLine, Supplier<String> words) {
        System.out.println(json ? jsonLine.get() : words.get());
        System.out.flush();
    }

    /** Results: JSON lines, or the given words for people. */
    public void results(List<ResultRow> rows, String words) {
        lines(rows, words);
    }

    /** As {@link #results}, for records that are no measurements. */
    public void lines(List<?> records, String words) {
        PrintStream out = System.out;
        if (json) {
            records.forEach(each -> out.println(Json.line(each)));
        } else {
            out.println(words);
        }
        out.flush();
    }
}
