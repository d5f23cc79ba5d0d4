package io.jointae.runtime;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;

/**
 * Unpacks all native libraries of the application jar into one folder without loading them. A container image is built
 * with it, so that its containers start without unpacking. The variable {@code JOINTAE_NATIVES} of the image names the
 * folder.
 *
 * <pre>{@code java -cp jointae.jar:spark/jars/* io.jointae.runtime.UnpackNatives FOLDER}</pre>
 */
public final class UnpackNatives {

    private UnpackNatives() {}

    /** Unpacks into the folder that the only argument names, and prints the unpacked files. */
    public static void main(String[] args) throws IOException, URISyntaxException {
        if (args.length != 1) {
            System.err.println("jointae: give exactly one argument, the folder to unpack the native libraries into.");
            System.exit(2);
        }
        System.setProperty(NativeLibraries.CACHE, args[0]);
        Path jar = Path.of(UnpackNatives.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        for (String name : natives(jar)) {
            System.out.println(Loader.cacheResource(UnpackNatives.class, "/" + name));
        }
    }

    private static List<String> natives(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.matches("org/(bytedeco|nd4j)/.*\\.so(\\.\\d+)*"))
                    .toList();
        }
    }
}
