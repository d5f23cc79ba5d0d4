package io.jointae.cli.doctor;

import java.util.List;

/** Judges the heap, the memory outside of it, and the disk space of a process. */
final class MemoryChecks {

    private static final long MEBIBYTE = 1 << 20;

    /** The smallest heap with which the datasets of the paper are trained and evaluated without errors. */
    private static final long LEAST_HEAP = 1000 * MEBIBYTE;

    /** The memory that ND4J's arrays and the JVM itself need beside the heap for a model of the paper's size. */
    private static final long BESIDE_HEAP = 1024 * MEBIBYTE;

    private static final long LEAST_SCRATCH = 2048 * MEBIBYTE;

    private MemoryChecks() {}

    static List<Finding> all(MemoryFacts facts) {
        return List.of(heap(facts), scratch(facts), natives(facts));
    }

    private static Finding heap(MemoryFacts facts) {
        long heap = facts.heap() / MEBIBYTE;
        long machine = facts.machine() / MEBIBYTE;
        if (facts.heap() + BESIDE_HEAP > facts.machine()) {
            return Finding.problem(
                    "The heap of %,d MiB leaves less than %,d MiB of this machine's %,d MiB for arrays outside the heap: set"
                            + " spark.driver.memory=%dm.",
                    heap, BESIDE_HEAP / MEBIBYTE, machine, Math.max(512, machine - BESIDE_HEAP / MEBIBYTE) / 256 * 256);
        }
        if (facts.heap() < LEAST_HEAP) {
            return Finding.advice("The heap of %,d MiB is small for Spark: set spark.driver.memory=2g.", heap);
        }
        return Finding.ok("The heap of %,d MiB fits this machine's memory of %,d MiB.", heap, machine);
    }

    private static Finding scratch(MemoryFacts facts) {
        return facts.scratchFree() < LEAST_SCRATCH
                ? Finding.advice(
                        "Spark's folder for blocks, %s, has %,d MiB of free space: set spark.local.dir to a disk with %,d MiB"
                                + " or more.",
                        facts.scratch(), facts.scratchFree() / MEBIBYTE, LEAST_SCRATCH / MEBIBYTE)
                : Finding.ok(
                        "Spark's folder for blocks, %s, has %,d MiB of free space.",
                        facts.scratch(), facts.scratchFree() / MEBIBYTE);
    }

    private static Finding natives(MemoryFacts facts) {
        return facts.nativesFolderWritable()
                ? Finding.ok("The native libraries are unpacked into %s.", facts.nativesFolder())
                : Finding.problem(
                        "The native libraries cannot be unpacked into %s, because this user may not write there: set"
                                + " -Dorg.bytedeco.javacpp.cachedir in spark.driver.extraJavaOptions to another folder.",
                        facts.nativesFolder());
    }
}
