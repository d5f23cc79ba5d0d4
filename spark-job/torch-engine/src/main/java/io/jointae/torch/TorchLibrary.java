package io.jointae.torch;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.engine.EngineKind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/** Loads PyTorch's library, in the build for the processor or in the one for CUDA. */
final class TorchLibrary {

    private static final String EXTENSION = "platform.extension";
    private static final String CUDA_EXTENSION = "-gpu";

    private TorchLibrary() {}

    /**
     * The outcome of loading the build that is on the class path. A process tries once, because Java refuses the classes of a
     * library for good after a failure, and Spark repeats a failed task in the same process.
     */
    private static final class Build {

        /** The message of the failure; empty if the build is loaded. */
        static final Optional<String> PROBLEM = problem();

        private Build() {}

        private static Optional<String> problem() {
            try {
                if (resource(CUDA_EXTENSION) == null) {
                    Loader.load(torch.class);
                } else {
                    loadCudaBuild();
                }
                return Optional.empty();
            } catch (UnsatisfiedLinkError e) {
                return Optional.of(firstMessage(e));
            }
        }
    }

    /**
     * Loads the build for the processor.
     *
     * @throws InvalidInputException if its jar is missing, or that of CUDA is on the class path as well
     */
    static void loadForCpu() {
        requireOneBuild();
        if (resource("") == null && resource(CUDA_EXTENSION) == null) {
            throw missing(EngineKind.TORCH_CPU, "");
        }
        requireLoaded(EngineKind.TORCH_CPU);
    }

    /**
     * Loads the build for CUDA and makes sure that it finds a GPU.
     *
     * @param engine the engine that messages name
     * @throws InvalidInputException if its jar, CUDA's libraries, the driver or the GPU is missing
     */
    static void loadForCuda(EngineKind engine) {
        requireOneBuild();
        if (resource(CUDA_EXTENSION) == null) {
            throw missing(engine, CUDA_EXTENSION);
        }
        requireLoaded(engine);
        if (!torch.hasCUDA()) {
            throw InvalidInputException.of(
                    "Engine %s finds no GPU on this machine: install NVIDIA's driver 580 or newer and CUDA 13's libraries.",
                    engine.optionName());
        }
    }

    private static void requireLoaded(EngineKind engine) {
        if (Build.PROBLEM.isPresent()) {
            throw InvalidInputException.of(
                    "Engine %s does not load on this machine (%s): install the library that is named here, or choose another"
                            + " engine.",
                    engine.optionName(), Build.PROBLEM.get());
        }
    }

    private static void loadCudaBuild() {
        Properties properties = Loader.loadProperties();
        String before = properties.getProperty(EXTENSION);
        properties.setProperty(EXTENSION, CUDA_EXTENSION);
        try {
            // libc10_cuda loads before the other libraries are unpacked, and then CUDA is silently missing.
            Loader.load(openblas.class);
            unpack();
            Loader.load(torch.class);
        } finally {
            if (before == null) {
                properties.remove(EXTENSION);
            } else {
                properties.setProperty(EXTENSION, before);
            }
        }
    }

    /** Returns the message of the first cause, which names the library that is missing on this machine. */
    private static String firstMessage(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        // The loader puts the path of the unpacked library before the name of the one that it needs.
        return first.getMessage().replaceFirst("^/\\S*/", "");
    }

    private static InvalidInputException missing(EngineKind engine, String extension) {
        return InvalidInputException.of(
                "Engine %s needs pytorch-%s%s.jar, which is not on the class path: add it to spark.jars.",
                engine.optionName(), Loader.getPlatform(), extension);
    }

    private static void requireOneBuild() {
        if (resource("") != null && resource(CUDA_EXTENSION) != null) {
            throw InvalidInputException.of(
                    "PyTorch's libraries for the processor and for CUDA are both on the class path, and CUDA would silently not"
                            + " be used: remove one of the two jars.");
        }
    }

    private static URL resource(String extension) {
        return TorchLibrary.class.getResource(folder(extension) + System.mapLibraryName("jnitorch"));
    }

    private static String folder(String extension) {
        return "/org/bytedeco/pytorch/" + Loader.getPlatform() + extension + "/";
    }

    /** Unpacks every library of CUDA's build into JavaCPP's folder. */
    private static void unpack() {
        try {
            for (String name : librariesBeside(resource(CUDA_EXTENSION))) {
                Loader.cacheResource(TorchLibrary.class, "/" + name);
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("The libraries of torch-cuda cannot be unpacked.", e);
        }
    }

    private static List<String> librariesBeside(URL library) throws IOException, URISyntaxException {
        String jar = library.toString().replaceFirst("^jar:", "").replaceFirst("!.*$", "");
        String folder = folder(CUDA_EXTENSION).substring(1);
        try (JarFile file = new JarFile(Path.of(new java.net.URI(jar)).toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(folder) && name.matches(".*\\.so(\\.\\d+)*"))
                    .toList();
        }
    }
}
