package io.jointae.runtime.natives;

import io.jointae.base.text.Count;
import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processor of this machine, as Linux describes it in {@code /proc/cpuinfo}.
 *
 * @param model the name of the model, for example {@code AMD EPYC 9654}; the architecture where it is unknown
 * @param cores the number of cores that this process may use
 * @param flags the names of the instruction sets, as the kernel writes them; empty where they are unknown
 */
public record Processor(String model, int cores, Set<String> flags) {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** The flags that the AVX-512 build of ND4J needs (GCC's {@code skylake-avx512}). */
    private static final Set<String> AVX512 = Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

    public Processor {
        flags = Set.copyOf(flags);
    }

    /** Returns the processor of this machine. */
    public static Processor present() {
        int cores = Runtime.getRuntime().availableProcessors();
        if (!Files.isReadable(CPUINFO)) {
            return new Processor(System.getProperty("os.arch"), cores, Set.of());
        }
        // A channel would fail in a task that is being cancelled.
        try (BufferedReader lines = new BufferedReader(new FileReader(CPUINFO.toFile(), StandardCharsets.UTF_8))) {
            return of(lines.lines(), cores);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + CPUINFO, e);
        }
    }

    /** Reads the first processor of a description. */
    static Processor of(Stream<String> cpuinfo, int cores) {
        List<String> first = cpuinfo.takeWhile(line -> !line.isBlank()).toList();
        String flags = value(first, "flags");
        return new Processor(
                value(first, "model name").isEmpty() ? System.getProperty("os.arch") : value(first, "model name"),
                cores,
                flags.isEmpty() ? Set.of() : Set.of(flags.split("\\s+")));
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Returns whether the processor has the instructions of the AVX-512 build of the native libraries. */
    public boolean hasAvx512() {
        return flags.containsAll(AVX512);
    }

    /** Returns whether the processor multiplies numbers of the type bfloat16. */
    public boolean hasBfloat16() {
        return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
    }

    /** Returns the model, the cores and the instruction sets that matter here, as words. */
    public String describe() {
        List<String> words = new ArrayList<>(List.of(model, Count.of(cores, "core")));
        if (hasAvx512()) {
            words.add("AVX-512");
        }
        if (hasBfloat16()) {
            words.add(flags.contains("amx_bf16") ? "bf16 (AMX)" : "bf16");
        }
        return String.join(", ", words);
    }
}
