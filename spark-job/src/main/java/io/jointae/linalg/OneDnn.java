package io.jointae.linalg;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single-precision matrix products by oneDNN, which is faster than OpenBLAS at the shapes of a minibatch. On Zen 4 all
 * products of a DAE-2 step took 20.0 ms with oneDNN, against 24.3 ms with the AVX2 kernels of OpenBLAS and 23.2 ms
 * with its AVX-512 kernels. The native library is packed for linux-x86_64 only; on other platforms this class loads
 * nothing. The number of threads is OpenMP's ({@code OMP_NUM_THREADS}).
 */
public final class OneDnn {

    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** Whether the library is loaded. It loads when this class is first used, as ND4J's libraries do. */
    private static final boolean PRESENT = load();

    private OneDnn() {}

    /** Returns whether the native library is available on this platform. */
    public static boolean isPresent() {
        return PRESENT;
    }

    /**
     * Computes {@code c = op(a) op(b) + beta c}. All matrices are in Fortran order without gaps between columns.
     *
     * @param a {@code [m, k]}, or {@code [k, m]} where transposed
     * @param b {@code [k, n]}, or {@code [n, k]} where transposed
     * @param c {@code [m, n]}; its previous content is ignored if {@code beta} is 0
     */
    static void product(
            FloatPointer a,
            boolean transposeA,
            FloatPointer b,
            boolean transposeB,
            FloatPointer c,
            int m,
            int n,
            int k,
            float beta) {
        // oneDNN expects C order, in which the same memory holds the transposed matrices: c' = b' a'.
        int status = dnnl.dnnl_sgemm(
                blasFlag(transposeB),
                blasFlag(transposeA),
                n,
                m,
                k,
                1,
                b,
                transposeB ? n : k,
                a,
                transposeA ? k : m,
                beta,
                c,
                m);
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("oneDNN returned status " + status + " for the product of [" + m + ", " + k
                    + "] and [" + k + ", " + n + "]");
        }
    }

    private static byte blasFlag(boolean transpose) {
        return (byte) (transpose ? 'T' : 'N');
    }

    private static boolean load() {
        // The Java bindings exist on every platform. Only the resource shows whether the library does, without
        // loading anything.
        String library = "/org/bytedeco/dnnl/" + Loader.getPlatform() + "/" + System.mapLibraryName("jnidnnl");
        if (OneDnn.class.getResource(library) == null) {
            return false;
        }
        try {
            Loader.load(dnnl.class);
        } catch (UnsatisfiedLinkError e) {
            LOG.warn("oneDNN does not load on this machine: ND4J's BLAS computes the matrix products instead.", e);
            return false;
        }
        return true;
    }

    /** Returns the lines of {@code /proc/cpuinfo} about the first processor; nothing on other systems than Linux. */
    static List<String> cpuinfo() {
        if (!Files.isReadable(CPUINFO)) {
            return List.of();
        }
        // A channel would fail in a task that is being cancelled, and this class would then be unusable in its
        // executor.
        try (BufferedReader lines = new BufferedReader(new FileReader(CPUINFO.toFile(), StandardCharsets.UTF_8))) {
            return lines.lines().limit(40).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + CPUINFO, e);
        }
    }

    /** Returns whether AMD made the processor that these lines describe. */
    static boolean isAmd(List<String> cpuinfo) {
        return cpuinfo.stream().anyMatch(line -> line.matches("vendor_id\\s*:\\s*AuthenticAMD"));
    }
}
