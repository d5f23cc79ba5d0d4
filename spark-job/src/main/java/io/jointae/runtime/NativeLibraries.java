package io.jointae.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which build of ND4J's natives JavaCPP loads, and where it unpacks them. Both are system properties that
 * JavaCPP reads once, so this must run before the first class of ND4J; a property that is set already wins.
 * Left alone, JavaCPP takes the AVX-512 build wherever the jar holds it, also on processors without.
 */
public final class NativeLibraries {

    static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
    static final String CACHE = "org.bytedeco.javacpp.cachedir";

    /** Of an image that unpacked them when it was built; see {@link UnpackNatives}. */
    static final String UNPACKED = "JOINTAE_NATIVES";

    /** What the AVX-512 build was compiled for (GCC's {@code skylake-avx512}), by the kernel's names. */
    private static final Set<String> AVX512 = Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private NativeLibraries() {}

    /** Chooses the build of the natives for this processor, and the image's folder of them where there is one. */
    public static void choose() {
        String unpacked = System.getenv(UNPACKED);
        if (unpacked != null) {
            unpackInto(Path.of(unpacked));
        }
        if (System.getProperty(EXTENSION) == null && Files.isReadable(CPUINFO)) {
            try (Stream<String> lines = Files.lines(CPUINFO)) {
                System.setProperty(EXTENSION, extension(lines));
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + CPUINFO, e);
            }
        }
    }

    /**
     * Unpacks into a folder of this process alone: JVMs that start together on one host do not wait for, or
     * race with, each other over one folder a user, and what was unpacked goes with the executor.
     *
     * @param folder that Spark deletes when the executor ends
     */
    static void unpackInto(Path folder) {
        if (System.getProperty(CACHE) == null) {
            System.setProperty(CACHE, folder.toString());
        }
    }

    /** {@code -avx512} or the empty word, for the generic build. */
    static String extension(Stream<String> cpuinfo) {
        return cpuinfo.filter(line -> line.startsWith("flags"))
                        .findFirst()
                        .map(line -> List.of(
                                line.substring(line.indexOf(':') + 1).trim().split("\\s+")))
                        .filter(flags -> flags.containsAll(AVX512))
                        .isPresent()
                ? "-avx512"
                : "";
    }
}
