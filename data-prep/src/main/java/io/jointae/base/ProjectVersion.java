package io.jointae.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of jointae, which the build writes into the resource {@code version.properties} of this package.
 * Manifests, model cards and the command line all take the version from here.
 */
public final class ProjectVersion {

    private static final String CURRENT = read();

    private ProjectVersion() {}

    /** Returns the version of the running code, such as {@code 0.2.0} or {@code 0.2.0-SNAPSHOT}. */
    public static String current() {
        return CURRENT;
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = ProjectVersion.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return properties.getProperty("version");
    }
}
