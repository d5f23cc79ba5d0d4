package io.jointae.linalg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single-precision products by oneDNN, faster than OpenBLAS at the shapes of a minibatch: all of DAE-2's were
 * measured at 20.0 ms against 24.3 with its AVX2 kernels and 23.2 with its AVX-512 ones, on Zen 4. Packed for
 * linux-x86_64; where its library is not, nothing of it loads. Threads as OpenMP has them ({@code OMP_NUM_THREADS}).
 */
public final class OneDnn {

    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** oneDNN's own variable: a user who sets it decides. */
    private static final String ISA = "DNNL_MAX_CPU_ISA";

    /** Loads with the first product, as ND4J does; a class that is never asked loads nothing. */
    private static final boolean PRESENT = load();

    private OneDnn() {}

    /** Whether its native library is there for this platform. */
    public static boolean isPresent() {
        return PRESENT;
    }

    /**
     * {@code c = op(a) op(b) + beta c}, all in Fortran order without gaps.
     *
     * @param a {@code [m, k]}, or {@code [k, m]} where transposed
     * @param b {@code [k, n]}, or {@code [n, k]} where transposed
     * @param c {@code [m, n]}; read only where {@code beta} is not 0
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
        // oneDNN's order is C's: its c' = b' a'.
        int status = dnnl.dnnl_sgemm(
                letter(transposeB),
                letter(transposeA),
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
            throw new IllegalStateException(
                    "oneDNN gave status " + status + " for a product [" + m + ", " + k + "] [" + k + ", " + n + "]");
        }
    }

    private static byte letter(boolean transpose) {
        return (byte) (transpose ? 'T' : 'N');
    }

    private static boolean load() {
        // Only a resource tells without loading anything: on other platforms the bindings are there and the library
        // not.
        String library = "/org/bytedeco/dnnl/" + Loader.getPlatform() + "/" + System.mapLibraryName("jnidnnl");
        if (OneDnn.class.getResource(library) == null) {
            return false;
        }
        try {
            Loader.load(dnnl.class);
        } catch (UnsatisfiedLinkError e) {
            LOG.warn("oneDNN does not load here, products go to ND4J's BLAS instead", e);
            return false;
        }
        if (System.getenv(ISA) == null && Files.isReadable(CPUINFO)) {
            try (Stream<String> lines = Files.lines(CPUINFO)) {
                if (prefersAvx2(lines.limit(40).toList())) {
                    dnnl.dnnl_set_max_cpu_isa(dnnl.dnnl_cpu_isa_avx2);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + CPUINFO, e);
            }
        }
        return true;
    }

    /**
     * Zen 4 and older (family 25) take two passes for 512 bits, and oneDNN's AVX2 kernels were measured 3-5 %
     * faster there; where there is no AVX-512, this changes nothing.
     */
    static boolean prefersAvx2(List<String> cpuinfo) {
        return cpuinfo.stream().anyMatch(line -> line.matches("vendor_id\\s*:\\s*AuthenticAMD"))
                && cpuinfo.stream().anyMatch(line -> line.matches("cpu family\\s*:\\s*25"));
    }
}
