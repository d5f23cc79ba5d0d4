package io.jointae.runtime;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;

/**
 * Unpacks all natives of the application jar into one folder, without loading any: for images, whose
 * containers then start without doing it, each for itself. {@code JOINTAE_NATIVES} names the folder to them.
 *
 * <pre>{@code java -cp jointae.jar:spark/jars/* io.jointae.runtime.UnpackNatives FOLDER}</pre>
 */
public final class UnpackNatives {

    private UnpackNatives() {}

    public static void main(String[] args) throws IOException, URISyntaxException {
        if (args.length != 1) {
            System.err.println("jointae: name the one folder to unpack the natives into");
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
