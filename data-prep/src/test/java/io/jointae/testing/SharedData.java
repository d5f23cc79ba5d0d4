package io.jointae.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the full official files, which are too large for the repository. They lie in a folder {@code shared} that is
 * next to the checkout or next to one of the folders above it; the system property {@value #PROPERTY} names it instead.
 *
 * <p>A test that needs a missing file is skipped with a message. Where the environment variable {@code CI} is
 * {@code true} the test fails instead, so that a build server cannot pass without the data.
 */
public final class SharedData {

    /** The system property that names the folder {@code shared}. */
    public static final String PROPERTY = "jointae.shared";

    private SharedData() {}

    /**
     * Returns a shared file or folder, and ends the test if it is missing.
     *
     * @param name its path inside the folder, for example {@code data/rectangles.zip}
     */
    public static Path require(String name) {
        return find(name).orElseGet(() -> missing(name));
    }

    /** Returns a shared file or folder, or nothing if it is missing. */
    public static Optional<Path> find(String name) {
        String folder = System.getProperty(PROPERTY);
        if (folder != null) {
            return Optional.of(Path.of(folder, name)).filter(Files::exists);
        }
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            Path candidate = dir.resolve("shared").resolve(name);
            if (Files.exists(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Path missing(String name) {
        String message = "The shared file " + name + " is missing: put it into a folder 'shared' next to the checkout,"
                + " or name that folder with -D" + PROPERTY + "=FOLDER.";
        if ("true".equals(System.getenv("CI"))) {
            return Assertions.fail(message + " A run with CI=true must have it.");
        }
        return Assumptions.abort(message);
    }
}
