package io.jointae.runtime.natives;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;

/**
 * A folder with the native libraries of an application jar and of the jar of an engine, which {@link UnpackNatives} filled when an image was built.
 * The processes that load the libraries only read the folder.
 *
 * @param folder the folder, laid out as JavaCPP's cache is
 */
record UnpackedNatives(Path folder) {

    /** JavaCPP's bindings of OpenBLAS load this library a second time under the other name. */
    private static final String OPENBLAS = "libopenblas.so.0";

    private static final String OPENBLAS_RENAMED = "libopenblas_nolapack.so.0";

    /** Unpacks all native libraries of a jar on the class path. */
    void unpack(Path jar) throws IOException {
        System.setProperty(NativeLibraries.CACHE, folder.toString());
        for (JarEntry library : natives(jar)) {
            URL resource = UnpackedNatives.class.getResource("/" + library.getName());
            Loader.cacheResource(resource);
            if (library.getName().endsWith("/" + OPENBLAS)) {
                Loader.cacheResource(new URL(resource + "#" + OPENBLAS_RENAMED));
            }
        }
    }

    /**
     * Returns whether the folder has all native libraries of a jar, by the comparison that JavaCPP makes: name, length and
     * time. Otherwise JavaCPP would unpack them again.
     */
    boolean fit(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            return false;
        }
        for (JarEntry library : natives(jar)) {
            Path file = folder.resolve(jar.getFileName()).resolve(library.getName());
            if (!Files.isRegularFile(file)
                    || Files.size(file) != library.getSize()
                    || Files.getLastModifiedTime(file).toMillis() != library.getTime()) {
                return false;
            }
        }
        return true;
    }

    /** Makes JavaCPP load from the folder. This must be called before the first class of ND4J loads. */
    void use() {
        System.setProperty(NativeLibraries.CACHE, folder.toString());
        if (!Files.isWritable(folder)) {
            // JavaCPP takes a folder from the property only if it may write to it, although it writes nothing if the
            // folder has all files.
            try {
                Field cache = Loader.class.getDeclaredField("cacheDir");
                cache.setAccessible(true);
                cache.set(null, folder.toFile());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("This version of JavaCPP cannot load from " + folder, e);
            }
        }
    }

    private static List<JarEntry> natives(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> entry.getName().matches("org/(bytedeco|nd4j)/.*\\.so(\\.\\d+)*"))
                    .toList();
        }
    }
}
