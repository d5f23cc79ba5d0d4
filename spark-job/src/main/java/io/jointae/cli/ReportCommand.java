package io.jointae.cli;

import io.jointae.cli.options.OutputOptions;
import io.jointae.report.Report;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report --results DIR --out FILE.html}: our results beside the paper's, as HTML and Markdown. */
@Command(
        name = "report",
        description = "Lays measured cells beside the paper's tables: one HTML file, and a Markdown twin next to it.")
final class ReportCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--results",
            required = true,
            paramLabel = "DIR",
            description = "What sweep --out wrote: cells, models, sheets.")
    private String results;

    @Option(names = "--out", required = true, paramLabel = "FILE.html", description = "The file to write.")
    private String out;

    @Option(names = "--overwrite", description = "Replace what is there.")
    private boolean overwrite;

    @Override
    public Integer call() throws IOException {
        // spark.hadoop.* settings without a session: a report runs nothing on the cluster.
        Report report = Report.write(SparkHadoopUtil.get().conf(), results, out, overwrite);
        String words = String.format(
                "%s and %s: %d of %d cells filled, %d better, %d within, %d worse",
                report.report(),
                report.markdown(),
                report.filled(),
                report.cells(),
                report.better(),
                report.within(),
                report.worse());
        output.lines(List.of(report), words);
        return 0;
    }
}
