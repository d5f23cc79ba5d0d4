package io.jointae.cli;

import io.jointae.base.text.Count;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.OutputOptions;
import io.jointae.report.PublishedResults;
import io.jointae.report.Report;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code report}: writes the results of a folder as one HTML file and one Markdown file. */
@Command(
        name = "report",
        description = {
            "Writes a report of measured results, with the paper's results for comparison.",
            "",
            "The report is one HTML file with tables, curves and pictures, and a Markdown file of the same name next to"
                    + " it."
        },
        footer = "  deploy/submit report --results=results --out=results/report.html")
final class ReportCommand implements Callable<Integer> {

    @Mixin
    private OutputOptions output;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--results",
            required = true,
            paramLabel = "DIR",
            description =
                    "Reads the results in this folder: the folder that sweep writes with --out, and that svm, parzen,"
                            + " finetune and reconstruct write with --results.")
    private String results;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE.html",
            description = "Writes the report to this file, whose name must end with .html.")
    private String out;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(names = "--overwrite", description = "Replaces an existing report.")
    private boolean overwrite;

    @ShownUnder(HelpSection.INPUT_AND_OUTPUT)
    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description =
                    "Copies to this folder what a repository keeps: every cell, and the cards, curves and pictures of"
                            + " the chosen models without their parameters.")
    private String keep;

    @Override
    public Integer call() throws IOException {
        // spark.hadoop.* settings without a session: a report runs nothing on the cluster.
        Configuration conf = SparkHadoopUtil.get().conf();
        Report report = Report.write(conf, results, out, overwrite);
        if (keep != null) {
            PublishedResults.Copied copied = PublishedResults.copy(conf, results, keep);
            output.progress(String.format(
                    "%s and the files of %s were copied to %s.",
                    Count.of(copied.cells(), "cell"), Count.of(copied.models(), "model"), keep));
        }
        output.results(List.of(report), describe(report));
        return CommandLine.ExitCode.OK;
    }

    private static String describe(Report report) {
        long undecided = report.filled() - report.better() - report.within() - report.worse();
        return String.format(
                "%d of %d cells are measured: %d are better than the paper's results, %d agree with them and %d are worse%s."
                        + " The report is in %s and %s.",
                report.filled(),
                report.cells(),
                report.better(),
                report.within(),
                report.worse(),
                undecided == 0 ? "" : "; tied or collapsed: " + undecided,
                report.report(),
                report.markdown());
    }
}
