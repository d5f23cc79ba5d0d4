package io.jointae.runtime.natives;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Unpacks all native libraries of the application jar into one folder without loading them, and those of an engine's jar
 * if there is one on the class path. A container image is built with it, so that its containers start without unpacking
 * and need no right to write to the folder. The variable {@code JOINTAE_NATIVES} of the image names the folder.
 *
 * <pre>{@code java -cp jointae.jar:spark/jars/* io.jointae.runtime.natives.UnpackNatives FOLDER}</pre>
 */
public final class UnpackNatives {

    private UnpackNatives() {}

    /** Unpacks into the folder that the only argument names. */
    public static void main(String[] args) throws IOException, URISyntaxException {
        if (args.length != 1) {
            System.err.println("jointae: give exactly one argument, the folder to unpack the native libraries into.");
            System.exit(2);
        }
        UnpackedNatives folder = new UnpackedNatives(Path.of(args[0]));
        for (Path jar : NativeLibraries.jars()) {
            folder.unpack(jar);
        }
    }
}
