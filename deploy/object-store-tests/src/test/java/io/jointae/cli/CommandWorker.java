package io.jointae.cli;

import io.jointae.runtime.natives.NativeLibraries;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.SparkSession;

/**
 * Runs commands one after the other in one process and one Spark session. Each line of standard input is a command, with
 * tabs between its arguments. After each command, standard output has the lines that a user would see on standard error
 * as the reason of a failure, and the exit status.
 */
public final class CommandWorker {

    /** The beginning of a line with a line of the error stream. */
    public static final String ERROR = "@error ";

    /** The beginning of the line with the exit status, which is the last line about a command. */
    public static final String STATUS = "@status ";

    private CommandWorker() {}

    public static void main(String[] none) throws IOException {
        NativeLibraries.choose();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            int status = Jointae.run(new PrintStream(errors, true, StandardCharsets.UTF_8), line.split("\t"));
            errors.toString(StandardCharsets.UTF_8).lines().forEach(each -> System.out.println(ERROR + each));
            System.out.println(STATUS + status);
            System.out.flush();
        }
        SparkSession.getActiveSession().foreach(session -> {
            session.stop();
            return null;
        });
        System.exit(0);
    }
}
