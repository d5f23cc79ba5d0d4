package io.jointae.cli.doctor;

import io.jointae.cli.doctor.Finding.Level;
import io.jointae.cli.help.HelpSection;
import io.jointae.cli.help.ShownUnder;
import io.jointae.cli.options.OutputOptions;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.terminal.Color;
import io.jointae.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code doctor}: checks the machine and the settings, and says what to change. */
@Command(
        name = "doctor",
        description = {
            "Checks Java, Spark, native libraries, GPUs, memory and settings.",
            "",
            "The command prints one sentence per check, and says what to change where something is wrong. The Spark options"
                    + " before the command are checked as well, together with the defaults of the cluster."
        },
        exitCodeList = {"0:No problem was found.", "1:At least one problem was found, or the command failed."},
        footer = "  deploy/submit doctor --executors")
public final class DoctorCommand implements Callable<Integer> {

    private static final int LEVEL_WIDTH = 9;

    @ShownUnder(HelpSection.EXECUTION)
    @Option(
            names = "--executors",
            description = "Also starts a session on the master that the Spark options name, and checks its executors.")
    private boolean executors;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(Doctor.examine(SparkSessions.settings()));
        boolean canStart = findings.stream().noneMatch(finding -> finding.level() == Level.PROBLEM);
        if (executors && canStart) {
            findings.addAll(Doctor.examineExecutors());
        }
        boolean colors = Terminal.standardOutput().colors();
        output.coloredResults(
                findings,
                findings.stream()
                        .map(finding -> line(finding, colors))
                        .collect(Collectors.joining(System.lineSeparator())));
        return findings.stream().anyMatch(finding -> finding.level() == Level.PROBLEM)
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private static String line(Finding finding, boolean colors) {
        String level = String.format("%-" + LEVEL_WIDTH + "s", finding.level().id());
        Color color = switch (finding.level()) {
            case OK -> Color.GREEN;
            case ADVICE -> Color.YELLOW;
            case PROBLEM -> Color.RED;
        };
        return color.paint(level, colors) + finding.sentence();
    }
}
