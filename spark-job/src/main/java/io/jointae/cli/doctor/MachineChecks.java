package io.jointae.cli.doctor;

import io.jointae.linalg.ProductUnits;
import java.util.ArrayList;
import java.util.List;

/** Judges the versions, the processor, the native libraries and the GPUs of a machine. */
final class MachineChecks {

    private MachineChecks() {}

    /** Returns one finding per check. Versions that do not fit end every command earlier, so those here fit. */
    static List<Finding> all(MachineFacts machine) {
        List<Finding> findings = new ArrayList<>();
        machine.versions().forEach(version -> findings.add(Finding.ok("%s can run this build.", version)));
        findings.add(natives(machine));
        findings.add(bfloat16(machine.units()));
        findings.add(gpus(machine));
        return findings;
    }

    private static Finding natives(MachineFacts machine) {
        if (machine.nativesProblem().isPresent()) {
            return Finding.problem(
                    "The native libraries do not work (%s): run on Linux x86-64, and set"
                            + " -Dorg.bytedeco.javacpp.cachedir in spark.driver.extraJavaOptions to a folder that you may"
                            + " write to and run programs from.",
                    machine.nativesProblem().get());
        }
        if (machine.processor().hasAvx512() && !machine.build().equals("AVX-512")) {
            return Finding.advice(
                    "The processor has AVX-512, but the generic build of the native libraries is loaded: remove"
                            + " -Dorg.bytedeco.javacpp.platform.extension from the Java options.");
        }
        return Finding.ok(
                "The native libraries load and compute (%s build, for %s).",
                machine.build(), machine.processor().describe());
    }

    private static Finding bfloat16(ProductUnits units) {
        if (!units.multiplyBfloat16()) {
            return Finding.ok("The processor has no bf16 units, so products are computed in single precision.");
        }
        return units.bfloat16IsFaster()
                ? Finding.ok(
                        "The processor has bf16 units, which are faster than single precision: the precision auto uses"
                                + " them.")
                : Finding.ok(
                        "The processor has bf16 units, but single precision is faster, so the precision auto uses it.");
    }

    private static Finding gpus(MachineFacts machine) {
        if (machine.gpus() > 0 && !machine.cudaEngine()) {
            return Finding.advice(
                    "The machine has NVIDIA GPUs (%d), but no jar on the class path computes on them: add the jar of the"
                            + " module torch-engine to spark.jars and choose the engine torch-cuda.",
                    machine.gpus());
        }
        if (machine.gpus() == 0 && machine.cudaEngine()) {
            return Finding.advice(
                    "The engine torch-cuda is on the class path, but this machine shows no NVIDIA GPU: install the driver,"
                            + " or choose the engine nd4j.");
        }
        return machine.gpus() == 0
                ? Finding.ok("The machine has no NVIDIA GPU, so training runs on the processor.")
                : Finding.ok("The engine torch-cuda can use the NVIDIA GPUs of this machine (%d).", machine.gpus());
    }
}
