package io.jointae.cli.doctor;

import io.jointae.linalg.ProductUnits;
import io.jointae.runtime.natives.NativeLibraries;
import io.jointae.runtime.natives.Processor;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Engines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.package$;
import scala.util.Properties;

/**
 * The versions, the processor and the devices of this machine.
 *
 * @param versions the programs that run this process, with their versions
 * @param processor the processor
 * @param build the build of the native libraries: {@code AVX-512} or {@code generic}
 * @param nativesProblem why the native libraries do not load or do not compute; empty if they do
 * @param units the units that multiply matrices
 * @param gpus the number of NVIDIA GPUs that this machine shows to the process
 * @param cudaEngine whether a jar on the class path computes on GPUs
 */
record MachineFacts(
        List<String> versions,
        Processor processor,
        String build,
        Optional<String> nativesProblem,
        ProductUnits units,
        int gpus,
        boolean cudaEngine) {

    private static final Path DEVICES = Path.of("/dev");

    /** Looks at this machine. The native libraries are loaded, and compute a small product. */
    static MachineFacts present() {
        Optional<String> problem = NativesProbe.problem();
        return new MachineFacts(
                List.of(
                        "Java " + System.getProperty("java.version"),
                        "Spark " + package$.MODULE$.SPARK_VERSION() + " for Scala " + Properties.versionNumberString()),
                Processor.present(),
                NativeLibraries.build(),
                problem,
                problem.isPresent() ? new ProductUnits(false, 0, false) : ProductUnits.ofThisProcess(),
                gpus(DEVICES),
                Engines.isPresent(EngineKind.TORCH_CUDA));
    }

    /** Counts the device files that NVIDIA's driver makes, one per GPU. */
    static int gpus(Path devices) {
        if (!Files.isDirectory(devices)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(devices)) {
            return (int) files.filter(file -> file.getFileName().toString().matches("nvidia\\d+"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + devices, e);
        }
    }
}
