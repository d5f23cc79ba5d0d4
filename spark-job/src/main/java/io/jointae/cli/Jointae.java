package io.jointae.cli;

import io.jointae.base.FileFailures;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Lease;
import io.jointae.cli.codes.AnomalyCommand;
import io.jointae.cli.codes.NeighborsCommand;
import io.jointae.cli.codes.ProbeCommand;
import io.jointae.cli.codes.RankCommand;
import io.jointae.cli.doctor.DoctorCommand;
import io.jointae.cli.help.CommandHelp;
import io.jointae.cli.help.OptionNames;
import io.jointae.cli.help.ParserMessages;
import io.jointae.cli.options.DeployMode;
import io.jointae.cli.options.SparkSessions;
import io.jointae.cli.outcome.ExitStatus;
import io.jointae.cli.outcome.RunMarking;
import io.jointae.cli.terminal.Color;
import io.jointae.cli.terminal.StatusStream;
import io.jointae.cli.terminal.Terminal;
import io.jointae.runtime.RequiredVersions;
import io.jointae.runtime.natives.NativeLibraries;
import io.jointae.train.listener.TrainingDivergedException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The entry point of the program. The exit status is 0 for success, 2 for invalid options or input (one line on
 * standard error says which and what to do), 3 for a sweep that has nothing left to do, and 1 for every other failure.
 */
@Command(
        name = "jointae",
        description = {
            "Trains and evaluates deep auto-encoders on Apache Spark.",
            "",
            "Start with quickstart, which trains two models and writes a report. Every command takes --help."
        },
        footer = "  deploy/submit train --help",
        subcommands = {
            QuickstartCommand.class,
            DatasetsCommand.class,
            PrepareCommand.class,
            DescribeCommand.class,
            TrainCommand.class,
            ReproduceCommand.class,
            ReconstructCommand.class,
            SvmCommand.class,
            FinetuneCommand.class,
            SampleCommand.class,
            ParzenCommand.class,
            ProbeCommand.class,
            NeighborsCommand.class,
            RankCommand.class,
            AnomalyCommand.class,
            SweepCommand.class,
            ReportCommand.class,
            ExportCommand.class,
            ScoreCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        })
public final class Jointae {

    private Jointae() {}

    public static void main(String[] args) {
        RequiredVersions.problem().ifPresent(problem -> {
            System.err.println("jointae: " + problem);
            System.exit(ExitStatus.INVALID_INPUT);
        });
        NativeLibraries.choose();
        StatusStream.install();
        int status = run(System.err, args);
        if (System.err instanceof StatusStream terminal) {
            terminal.status("");
        }
        boolean succeeded = status == 0 || status == ExitStatus.NOTHING_TO_DO;
        if (DeployMode.isCluster()
                && succeeded
                && SparkSession.getActiveSession().isEmpty()) {
            // YARN takes a driver that starts no session for a failed one.
            SparkSessions.session("nothing to do");
        }
        SparkSession.getActiveSession().foreach(session -> {
            session.stop();
            return null;
        });
        if (DeployMode.isCluster() && succeeded) {
            // Cluster managers know success and failure only, and YARN takes any call of exit for a failure.
            return;
        }
        System.exit(status);
    }

    /** Returns the parser of the program with all commands. */
    static CommandLine commandLine() {
        return CommandHelp.addTo(new CommandLine(new Jointae()));
    }

    /** Runs one command and returns its exit status; no exception escapes. */
    public static int run(PrintStream errors, String... args) {
        CommandLine commands = commandLine();
        Ansi colors = Terminal.standardOutput().colors() ? Ansi.ON : Ansi.OFF;
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(colors));
        RunMarking marking = new RunMarking();
        commands.setParameterExceptionHandler(
                (invalid, given) -> invalidInput(errors, ParserMessages.describe(invalid)));
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            InvalidInputException invalid = invalidInputBehind(failure);
            marking.failed(invalid != null ? invalid : failure);
            if (invalid != null) {
                return invalidInput(errors, describe(invalid, command.getCommandSpec()));
            }
            TrainingDivergedException diverged = causeOfType(failure, TrainingDivergedException.class);
            Lease.LostException lost = causeOfType(failure, Lease.LostException.class);
            if (lost != null) {
                marking.lostFolders();
            }
            // These messages are complete, and a stack trace would hide them.
            Optional<String> sentence = Stream.of(lost, diverged)
                    .filter(Objects::nonNull)
                    .map(Throwable::getMessage)
                    .findFirst()
                    .or(() -> FileFailures.fullDisk(failure));
            if (sentence.isPresent()) {
                errors.println(prefix(errors) + sentence.get());
                return CommandLine.ExitCode.SOFTWARE;
            }
            errors.println(prefix(errors) + "The command " + command.getCommandName() + " failed.");
            failure.printStackTrace(errors);
            return CommandLine.ExitCode.SOFTWARE;
        });
        commands.setExecutionStrategy(Jointae::execute);
        return marking.mark(commands, commands.execute(args), errors);
    }

    /** Runs the command. Hadoop's local file system throws an error, and no exception, where a disk is full. */
    private static int execute(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (FSError e) {
            List<CommandLine> commands = parsed.asCommandLineList();
            throw new CommandLine.ExecutionException(
                    commands.get(commands.size() - 1), e.getMessage(), new IOException(e.getMessage(), e));
        }
    }

    private static String describe(InvalidInputException invalid, CommandSpec command) {
        return invalid.message(field -> OptionNames.optionOf(command, field));
    }

    private static int invalidInput(PrintStream errors, String message) {
        errors.println(prefix(errors) + message.strip().replaceAll("\\s*\\R\\s*", "; "));
        return ExitStatus.INVALID_INPUT;
    }

    /** Returns what every message about a failure begins with. */
    private static String prefix(PrintStream errors) {
        return Color.RED.paint("jointae:", StatusStream.hasColors(errors)) + " ";
    }

    /** Returns the invalid input that caused a failure, or null where the user cannot correct the cause. */
    private static InvalidInputException invalidInputBehind(Throwable failure) {
        return FileFailures.invalidInputBehind(failure).orElse(null);
    }

    /** Searches the chain of causes, because Spark wraps the exception of a task in its own exceptions. */
    private static <T extends Throwable> T causeOfType(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
