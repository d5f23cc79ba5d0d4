package io.jointae.runtime.natives;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the build of ND4J's native libraries that JavaCPP loads, and the folder that it unpacks them into or finds them in.
 * By itself, JavaCPP would load the AVX-512 build if the jar contains it, even on processors without AVX-512. The choices are
 * system properties, which JavaCPP reads once, as is the one that sends its messages to the log. {@link ProcessorBackend}
 * chooses the build before ND4J loads it, in any process. The folder must be set before JavaCPP is first used, which the
 * program and the executors of its sessions do. Properties that are already set take precedence.
 */
public final class NativeLibraries {

    /** The property that selects the build. */
    static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    /** The property with the folder for unpacked libraries. */
    static final String CACHE = "org.bytedeco.javacpp.cachedir";

    /** The property that selects where JavaCPP logs. */
    static final String LOGGER = "org.bytedeco.javacpp.logger";

    /** The variable with the folder of an image that contains unpacked libraries, see {@link UnpackNatives}. */
    static final String UNPACKED = "JOINTAE_NATIVES";

    /** The libraries by which the jar of an engine is found, for the processor and for CUDA. */
    private static final List<String> ENGINES = List.of(
            "org/bytedeco/pytorch/linux-x86_64/libjnitorch.so",
            "org/bytedeco/pytorch/linux-x86_64-gpu/libjnitorch.so",
            "org/bytedeco/pytorch/linux-arm64/libjnitorch.so");

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

    private NativeLibraries() {}

    /**
     * Chooses the build for this processor, and loads the libraries of the image if it has them unpacked. JavaCPP then
     * writes nothing, so that the file system of the container can be read-only.
     */
    public static void choose() {
        if (System.getProperty(LOGGER) == null) {
            // ND4J's bindings are of an older version than JavaCPP, which it would report on standard error in every
            // run.
            System.setProperty(LOGGER, "slf4j");
        }
        try {
            if (System.getProperty(EXTENSION) == null) {
                System.setProperty(EXTENSION, extension(Processor.present()));
            }
            String unpacked = System.getenv(UNPACKED);
            if (unpacked != null && System.getProperty(CACHE) == null) {
                loadFrom(new UnpackedNatives(Path.of(unpacked)));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot choose the native libraries", e);
        }
    }

    /** Uses the folder of an image if it has the libraries of all jars, because JavaCPP has one folder for all of them. */
    private static void loadFrom(UnpackedNatives unpacked) throws IOException, URISyntaxException {
        for (Path jar : jars()) {
            if (!unpacked.fit(jar)) {
                LOG.warn(
                        "{} does not have the native libraries of {}, so they are unpacked again: build the image with this"
                                + " jar and run it in the same time zone.",
                        unpacked.folder(),
                        jar);
                return;
            }
        }
        unpacked.use();
    }

    /** Returns the jars that bring native libraries: the application jar, and the jar of an engine beside it. */
    static List<Path> jars() throws IOException, URISyntaxException {
        List<Path> jars = new ArrayList<>(List.of(applicationJar()));
        for (String library : ENGINES) {
            URL resource = NativeLibraries.class.getClassLoader().getResource(library);
            if (resource != null && resource.openConnection() instanceof JarURLConnection connection) {
                jars.add(Path.of(connection.getJarFileURL().toURI()));
            }
        }
        return jars;
    }

    /** Returns the jar that contains this class, or the folder of compiled classes in a test. */
    static Path applicationJar() throws URISyntaxException {
        return Path.of(NativeLibraries.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /**
     * Makes JavaCPP unpack into a folder that belongs to this process. JVMs that start together on one host then do not
     * compete for the user's shared folder, and the unpacked files disappear with the executor.
     *
     * @param folder a folder that Spark deletes when the executor ends
     */
    public static void unpackInto(Path folder) {
        if (System.getProperty(CACHE) == null) {
            System.setProperty(CACHE, folder.toString());
        }
    }

    /** Returns {@code -avx512}, or an empty string for the generic build. */
    static String extension(Processor processor) {
        return processor.hasAvx512() ? "-avx512" : "";
    }

    /** Returns the name of the build that {@link #choose} chose: {@code AVX-512} or {@code generic}. */
    public static String build() {
        return System.getProperty(EXTENSION, "").equals("-avx512") ? "AVX-512" : "generic";
    }
}
