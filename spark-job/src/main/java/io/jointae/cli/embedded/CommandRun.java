package io.jointae.cli.embedded;

import io.jointae.cli.Jointae;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/**
 * A command that runs on a thread of its own, for a program that shares this JVM: the Python package runs commands in its
 * Spark session and shows their progress. While the command runs, the standard streams of the JVM are those of the
 * command, so one command can run at a time.
 */
public final class CommandRun {

    private final Lines results = new Lines();
    private final Lines progress = new Lines();
    private final Thread thread;
    private volatile int status = CommandLine.ExitCode.SOFTWARE;

    private CommandRun(String[] arguments) {
        thread = new Thread(() -> run(arguments), "jointae " + arguments[0]);
        thread.setDaemon(true);
    }

    /**
     * Starts a command in the Spark session of this process.
     *
     * @param arguments the command, its options and their values, as on the command line
     */
    public static CommandRun start(List<String> arguments) {
        CommandRun run = new CommandRun(arguments.toArray(String[]::new));
        run.thread.start();
        return run;
    }

    private void run(String[] arguments) {
        PrintStream out = System.out;
        PrintStream errors = System.err;
        try (PrintStream resultStream = new PrintStream(results, true, StandardCharsets.UTF_8);
                PrintStream progressStream = new PrintStream(progress, true, StandardCharsets.UTF_8)) {
            System.setOut(resultStream);
            System.setErr(progressStream);
            status = Jointae.run(progressStream, arguments);
        } finally {
            System.setOut(out);
            System.setErr(errors);
        }
    }

    /**
     * Waits until the command has ended.
     *
     * @param milliseconds the longest time to wait
     * @return whether it has ended
     */
    public boolean waitFor(long milliseconds) throws InterruptedException {
        thread.join(Math.max(1, milliseconds));
        return !thread.isAlive();
    }

    /** Asks the command to stop. Its current Spark job runs to its end. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Returns the exit status of a command that has ended. */
    public int status() {
        return status;
    }

    /** Returns the lines on standard error that this method has not returned before: progress, warnings, and the failure. */
    public List<String> takeProgress() {
        return progress.take();
    }

    /** Returns the lines on standard output that this method has not returned before: the results. */
    public List<String> takeResults() {
        return results.take();
    }

    /** Keeps what is written until it is taken, line by line. */
    private static final class Lines extends ByteArrayOutputStream {

        /** Returns the complete lines and forgets them. Every line that a command prints has an end. */
        synchronized List<String> take() {
            int end = count;
            while (end > 0 && buf[end - 1] != '\n') {
                end--;
            }
            List<String> lines =
                    new String(buf, 0, end, StandardCharsets.UTF_8).lines().toList();
            byte[] rest = Arrays.copyOfRange(buf, end, count);
            reset();
            write(rest, 0, rest.length);
            return lines;
        }
    }
}
