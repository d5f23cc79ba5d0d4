package io.jointae.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A file with the bytes that a fuzzer chose, in a folder of its own. A parser of such a file may return or refuse it as
 * invalid input; any other exception fails the test. The script {@code deploy/fuzz} runs the tests with new inputs.
 */
public final class FuzzedFile {

    /** Runs a parser. */
    @FunctionalInterface
    public interface Parser {
        /** Parses the whole input. */
        void run() throws IOException;
    }

    private final Path folder;

    /** Creates a folder, which is deleted when the process ends. */
    public FuzzedFile() {
        try {
            folder = Files.createTempDirectory("jointae-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /** Writes a file in the folder and returns its path. */
    public Path write(String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs a parser, which must end normally or refuse its input with one sentence.
     *
     * @return whether the parser ended normally
     */
    public static boolean parse(Parser parser) {
        try {
            parser.run();
            return true;
        } catch (InvalidInputException refused) {
            requireSentence(refused.getMessage());
            return false;
        } catch (IOException e) {
            throw new AssertionError("The parser threw another exception than the one for invalid input.", e);
        }
    }

    /** Checks that a message is one line of text. */
    public static void requireSentence(String message) {
        assertThat(message).isNotBlank().doesNotContain("\n");
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
