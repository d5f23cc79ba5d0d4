package io.jointae.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the executors of local-cluster masters leave in {@code SPARK_HOME/work}: their logs, and copies of the jar. */
final class SparkWork {

    private static final Path FOLDER = Checkout.SPARK_HOME.resolve("work");

    private SparkWork() {}

    /** The lines of all executors' logs that hold {@code word}. */
    static List<String> logLines(String word) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().equals("stderr"))
                    .flatMap(SparkWork::lines)
                    .filter(line -> line.contains(word))
                    .toList();
        }
    }

    static void delete() throws IOException {
        deleteTree(FOLDER);
    }

    static void deleteTree(Path folder) throws IOException {
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
