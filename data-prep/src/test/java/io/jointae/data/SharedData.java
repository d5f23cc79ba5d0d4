package io.jointae.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Official files that lie beside the repository, in {@code ../shared/data}; tests that need them are skipped without. */
public final class SharedData {

    private SharedData() {}

    /** A file or folder there. */
    public static Path get(String name) {
        String given = System.getProperty("jointae.shared.data");
        Path found = given == null ? search() : Path.of(given);
        Assumptions.assumeTrue(found != null && Files.exists(found.resolve(name)), "needs ../shared/data/" + name);
        return found.resolve(name);
    }

    private static Path search() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            Path data = dir.resolve("shared/data");
            if (Files.isDirectory(data)) {
                return data;
            }
        }
        return null;
    }
}
