package io.jointae.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Spark home of jobs with a local-cluster master, whose folder {@code work} has the logs of the executors and their
 * copies of the jar. It links to the built Spark home. Each JVM of tests has a home of its own, so that two of them can run
 * such jobs at the same time and delete what is left.
 */
public final class SparkWork {

    /** The folder to pass as {@code SPARK_HOME}. */
    public static final Path HOME = home();

    private static final Path FOLDER = HOME.resolve("work");

    private SparkWork() {}

    private static Path home() {
        Path home = Path.of("target/spark-home-" + Checkout.FORK).toAbsolutePath();
        try {
            Files.createDirectories(home);
            for (String part : new String[] {"bin", "jars"}) {
                Path link = home.resolve(part);
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, Checkout.SPARK_HOME.resolve(part));
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lines of all executor logs that contain {@code text}. */
    static List<String> logLines(String text) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().equals("stderr"))
                    .flatMap(SparkWork::lines)
                    .filter(line -> line.contains(text))
                    .toList();
        }
    }

    public static void delete() throws IOException {
        deleteTree(FOLDER);
    }

    public static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
