package io.jointae.cli;

import io.jointae.base.InvalidInputException;
import io.jointae.base.ProjectVersion;
import io.jointae.runtime.NativeLibraries;
import io.jointae.train.listener.TrainingDivergedException;
import java.io.PrintStream;
import java.util.List;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The one entry point. Exit status: 0 done, 2 wrong use or bad input (one line that names it and the
 * mend), 3 nothing to do (sweeps), 1 anything else.
 */
@Command(
        name = "jointae",
        mixinStandardHelpOptions = true,
        // Every command has --help and --version by this one line.
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = Jointae.Version.class,
        description = "Deep auto-encoders trained jointly on Apache Spark.",
        subcommands = {
            QuickstartCommand.class,
            DatasetsCommand.class,
            DescribeCommand.class,
            PrepareCommand.class,
            TrainCommand.class,
            ReproduceCommand.class,
            ReconstructCommand.class,
            SvmCommand.class,
            FinetuneCommand.class,
            ParzenCommand.class,
            SampleCommand.class,
            ScoreCommand.class,
            BenchCommand.class,
            SweepCommand.class,
            ReportCommand.class
        })
public final class Jointae {

    static final int BAD_INPUT = 2;

    /** Such as a sweep whose every trial has its result; 0 where a cluster manager runs the driver. */
    static final int NOTHING_TO_DO = 3;

    private Jointae() {}

    /** Supplies the text that {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"jointae " + ProjectVersion.current()};
        }
    }

    public static void main(String[] args) {
        NativeLibraries.choose();
        int status = run(System.err, args);
        SparkSession.getActiveSession().foreach(session -> {
            session.stop();
            return null;
        });
        if (DeployMode.isCluster() && (status == 0 || status == NOTHING_TO_DO)) {
            // Cluster managers know two ends only, and YARN takes any call of exit for the bad one.
            return;
        }
        System.exit(status);
    }

    /** Runs one command; the status, never an exception. */
    static int run(PrintStream errors, String... args) {
        CommandLine commands = new CommandLine(new Jointae());
        RunMarking marking = new RunMarking();
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler((wrong, given) -> badInput(errors, words(wrong)));
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            InvalidInputException mistake = mistake(failure);
            marking.failed(mistake != null ? mistake : failure);
            if (mistake != null) {
                return badInput(
                        errors, mistake.message(field -> OptionNames.optionOf(command.getCommandSpec(), field)));
            }
            TrainingDivergedException diverged = behind(failure, TrainingDivergedException.class);
            if (diverged != null) {
                // Its sentence says all: a trace of calls would hide it.
                errors.println("jointae: " + diverged.getMessage());
                return 1;
            }
            errors.println("jointae: " + command.getCommandName() + " failed");
            failure.printStackTrace(errors);
            return 1;
        });
        return marking.mark(commands, commands.execute(args), errors);
    }

    /** An option that is misspelt is missing as well: say what was found rather than what was not. */
    private static String words(ParameterException wrong) {
        List<String> unknown = wrong.getCommandLine().getUnmatchedArguments();
        return wrong instanceof MissingParameterException && !unknown.isEmpty()
                ? new UnmatchedArgumentException(wrong.getCommandLine(), unknown).getMessage()
                : wrong.getMessage();
    }

    private static int badInput(PrintStream errors, String message) {
        errors.println("jointae: " + message.strip().replaceAll("\\s*\\R\\s*", "; "));
        return BAD_INPUT;
    }

    /** Null where the failure is not the user's to mend. */
    private static InvalidInputException mistake(Throwable failure) {
        InvalidInputException mistake = behind(failure, InvalidInputException.class);
        ChecksumException damaged = behind(failure, ChecksumException.class);
        return mistake == null && damaged != null
                ? new InvalidInputException(
                        "a file is damaged, copy it again or make it anew: " + damaged.getMessage(), damaged)
                : mistake;
    }

    /** A task's mistake comes back wrapped by Spark, its own class at the end of the chain of causes. */
    private static <T extends Throwable> T behind(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
