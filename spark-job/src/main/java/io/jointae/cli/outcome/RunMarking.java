package io.jointae.cli.outcome;

import io.jointae.base.InvalidInputException;
import io.jointae.base.RunMarker;
import io.jointae.base.RunMarker.Status;
import io.jointae.cli.options.DeployMode;
import io.jointae.cli.options.SparkSessions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Writes a {@link RunMarker}, which says how the run ended, to each output folder of the command that ran. */
public final class RunMarking {

    private final long started = System.nanoTime();
    private String message;
    private boolean foldersBelongToOthers;

    /** Prevents markers: another run has taken the folders of this run over, and writes its own marker. */
    public void lostFolders() {
        foldersBelongToOthers = true;
    }

    /** Remembers why the command failed; the first line of the reason goes into the marker. */
    public void failed(Throwable failure) {
        String reason = failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
        message = reason.strip().lines().findFirst().orElse("");
    }

    /**
     * Writes the markers. A command that prints help or writes no folders has none, and neither has a client whose
     * options are invalid, because its run wrote nothing.
     *
     * @param commands the parser, after it ran the command
     * @param status the exit status of the command
     * @param errors where a marker that cannot be written is reported
     * @return {@code status}, or 1 where the command succeeded but its marker could not be written
     */
    public int mark(CommandLine commands, int status, PrintStream errors) {
        ParseResult parsed = commands.getParseResult();
        if (parsed == null || !parsed.hasSubcommand() || foldersBelongToOthers) {
            return status;
        }
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        if (isHelpRequested(parsed)) {
            return status;
        }
        CommandLine ran = parsed.commandSpec().commandLine();
        if (!(ran.getCommand() instanceof OutputFolders command)) {
            return status;
        }
        if (status == ExitStatus.INVALID_INPUT && !DeployMode.isCluster()) {
            // The user sees the message on standard error. In cluster mode, only the marker says what was invalid.
            return status;
        }
        RunMarker marker = new RunMarker(
                statusOf(status),
                ran.getCommandName(),
                message == null ? statusOf(status).id() : message,
                (System.nanoTime() - started) / 1e9,
                status,
                Instant.now().toString());
        try {
            for (String folder : command.outputFolders()) {
                marker.write(hadoopConf(), folder);
            }
            return status;
        } catch (InvalidInputException e) {
            // The options that name the folders are invalid themselves, so there is no folder to write to.
            return status;
        } catch (IOException e) {
            errors.println("jointae: " + RunMarker.NAME + " cannot be written to the output folder: " + e.getMessage());
            return status == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : status;
        }
    }

    private static boolean isHelpRequested(ParseResult parsed) {
        return parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
    }

    private static Status statusOf(int exitStatus) {
        return switch (exitStatus) {
            case 0 -> Status.DONE;
            case ExitStatus.NOTHING_TO_DO -> Status.NOTHING_TO_DO;
            default -> Status.FAILED;
        };
    }

    private static Configuration hadoopConf() {
        return SparkSession.getActiveSession().isDefined()
                ? SparkSession.active().sessionState().newHadoopConf()
                : SparkSessions.hadoopConfiguration();
    }
}
