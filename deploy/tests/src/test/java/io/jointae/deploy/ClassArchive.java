package io.jointae.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An archive of Spark's classes (class-data sharing), from which the JVMs of jobs take them. A JVM that loads them from the
 * jars instead needs about 3 s more CPU time. One job writes the archive when it ends; the jobs after it read it.
 *
 * <p>A JVM ignores the archive unless its class path begins with {@link #CLASS_PATH}.
 */
final class ClassArchive {

    /** The class path of the JVM that wrote the archive: Spark's jars, without the application. */
    static final String CLASS_PATH = Checkout.SPARK_HOME + "/jars/*";

    /** A JVM that cannot use an archive says so on standard output, which tests read. */
    private static final String QUIET = " -Xlog:disable -Xlog:all=error:stderr";

    private static final Path FILE = Jobs.FOLDER.resolve("spark.jsa");
    private static final Path UNFINISHED = Jobs.FOLDER.resolve("spark.jsa.unfinished");

    private ClassArchive() {}

    /** Returns the JVM options that read the archive; none if it does not exist yet. */
    static String reading() {
        return Files.exists(FILE) ? " \"-XX:SharedArchiveFile=" + FILE + '"' + QUIET : "";
    }

    /** Runs a command, whose driver writes the archive when it ends. */
    static void writeWith(Command command) throws IOException, InterruptedException {
        Files.deleteIfExists(UNFINISHED);
        Jobs.runSuccessfully(command.submitOptions(" \"-XX:ArchiveClassesAtExit=" + UNFINISHED + '"' + QUIET));
        Files.move(UNFINISHED, FILE, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
