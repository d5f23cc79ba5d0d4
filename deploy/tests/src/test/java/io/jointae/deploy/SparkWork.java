package io.jointae.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder {@code SPARK_HOME/work}, where executors of local-cluster masters leave logs and copies of the jar. */
public final class SparkWork {

    private static final Path FOLDER = Checkout.SPARK_HOME.resolve("work");

    private SparkWork() {}

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
            throw new java.io.UncheckedIOException(e);
        }
    }
}
