package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.RunMarker;
import io.jointae.base.RunMarker.Status;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Leaves {@link RunMarker} in the folders of the command that ran. */
final class RunMarking {

    private final long started = System.nanoTime();
    private String message;

    /** Notes why a command failed. */
    void failed(Throwable failure) {
        String words = failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
        message = words.strip().lines().findFirst().orElse("");
    }

    /** @return {@code status}, or 1 where the marker of a run that went well could not be written */
    int mark(CommandLine commands, int status, PrintStream errors) {
        ParseResult parsed = commands.getParseResult();
        if (parsed == null || !parsed.hasSubcommand() || helpAsked(parsed.subcommand())) {
            return status;
        }
        CommandLine ran = parsed.subcommand().commandSpec().commandLine();
        if (!(ran.getCommand() instanceof OutputFolders command)) {
            return status;
        }
        if (status == Jointae.INVALID_INPUT && !DeployMode.isCluster()) {
            // The user's mistake writes nothing; only where nobody sees the exit status does it leave a word.
            return status;
        }
        RunMarker marker = new RunMarker(
                word(status),
                ran.getCommandName(),
                message == null ? word(status).id() : message,
                (System.nanoTime() - started) / 1e9,
                status,
                Instant.now().toString());
        try {
            for (String folder : command.outputFolders()) {
                marker.write(hadoopConf(), folder);
            }
            return status;
        } catch (InvalidInputException e) {
            // The options that name the folders are the mistake.
            return status;
        } catch (IOException e) {
            errors.println("jointae: the output has no " + RunMarker.NAME + ": " + e.getMessage());
            return status == 0 ? 1 : status;
        }
    }

    private static boolean helpAsked(ParseResult parsed) {
        return parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
    }

    private static Status word(int status) {
        return switch (status) {
            case 0 -> Status.DONE;
            case Jointae.NOTHING_TO_DO -> Status.NOTHING_TO_DO;
            default -> Status.FAILED;
        };
    }

    private static Configuration hadoopConf() {
        return SparkSession.getActiveSession().isDefined()
                ? SparkSession.active().sessionState().newHadoopConf()
                : new Configuration();
    }
}
