package io.jointae.linalg;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The instructions with which this process multiplies matrices, as oneDNN reports them. They are those of the processor,
 * within the limit that oneDNN's environment variable sets.
 *
 * @param oneDnn whether oneDNN is loaded
 * @param instructionSet oneDNN's code of the largest instruction set that it uses ({@code dnnl_cpu_isa_t}), in which each
 *     bit stands for one extension; 0 without oneDNN
 * @param amd whether AMD made the processor
 */
public record ProductUnits(boolean oneDnn, int instructionSet, boolean amd) {

    /** Returns the instructions of this process. The native library loads when this is first called. */
    public static ProductUnits ofThisProcess() {
        return OneDnn.isPresent()
                ? new ProductUnits(true, dnnl.dnnl_get_effective_cpu_isa(), OneDnn.isAmd(OneDnn.cpuinfo()))
                : new ProductUnits(false, dnnl.dnnl_cpu_isa_default, false);
    }

    /** Returns whether the processor multiplies bfloat16 numbers and sums the products in single precision. */
    public boolean multiplyBfloat16() {
        return has(dnnl.dnnl_cpu_isa_avx512_core_bf16);
    }

    /**
     * Returns whether products in bfloat16 are faster than those in single precision: with AMX, and on AMD's processors,
     * where they were measured at twice the rate on Zen 5. Intel's processors without AMX, or with AMX hidden by a
     * hypervisor, execute the instruction of AVX512_BF16 so slowly that the rate is half that of single precision: 81 against
     * 155 GFLOP/s on a Sapphire Rapids core.
     */
    public boolean bfloat16IsFaster() {
        return multiplyBfloat16() && (amd || has(dnnl.dnnl_cpu_isa_avx10_1_512_amx));
    }

    private boolean has(int extensions) {
        return oneDnn && (instructionSet & extensions) == extensions;
    }

    /** @throws InvalidInputException unless the processor multiplies bfloat16 numbers */
    public void requireBfloat16() {
        if (!multiplyBfloat16()) {
            throw InvalidInputException.ofField(
                    "precision",
                    "bfloat16 needs a processor with AVX512_BF16 or AMX instructions, and oneDNN uses none on this"
                            + " machine: set %s to float, or to auto where all machines are equal.",
                    FieldName.of("precision"));
        }
    }
}
