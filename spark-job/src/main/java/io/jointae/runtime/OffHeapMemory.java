package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * The memory of an executor outside its heap, in MiB. ND4J's arrays are allocated there. In a container, all memory
 * beyond the heap must fit {@code spark.executor.memoryOverhead}, or the container is killed without a message. JavaCPP
 * has two limits of its own. The limit {@code maxphysicalbytes} on the resident memory of the process includes ND4J's
 * arrays, and a task that exceeds it fails with a message. The limit {@code maxbytes} counts only JavaCPP's own
 * allocations, which are few: with ND4J 1.0.0-M2.1 it counted 0 for 200 MB of arrays.
 *
 * @param heap {@code spark.executor.memory}
 * @param overhead the memory of the container beyond the heap
 * @param arrays {@code org.bytedeco.javacpp.maxbytes}, if the user set it
 * @param process {@code org.bytedeco.javacpp.maxphysicalbytes}, if the user set it; 0 for no limit
 */
record OffHeapMemory(long heap, long overhead, Optional<Long> arrays, Optional<Long> process) {

    static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";
    static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";

    /** The memory that a JVM needs for classes, compiled code, stacks and buffers, in MiB. */
    static final long JVM = 256;

    /** The least memory for arrays, in MiB: a replica of the paper's size does not fit less. */
    static final long LEAST_ARRAYS = 128;

    private static final String SETTING = "spark.executor.memoryOverhead";

    /** Reads the settings and applies Spark's defaults. */
    static OffHeapMemory of(SparkConf conf) {
        long heap = conf.getSizeAsMb("spark.executor.memory", "1g");
        double factor = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
        long overhead = conf.contains(SETTING)
                ? conf.getSizeAsMb(SETTING)
                : Math.max((long) (factor * heap), conf.getSizeAsMb("spark.executor.minMemoryOverhead", "384m"));
        String options = conf.get("spark.executor.defaultJavaOptions", "") + " "
                + conf.get("spark.executor.extraJavaOptions", "");
        return new OffHeapMemory(heap, overhead, option(options, MAX_BYTES), option(options, MAX_PHYSICAL_BYTES));
    }

    /** Returns the memory for arrays in a container, in MiB, if the user sets no limit. */
    long arraysThatFit() {
        return overhead - JVM;
    }

    /** Returns the memory of the whole container, in MiB. */
    long container() {
        return heap + overhead;
    }

    /**
     * Checks that JavaCPP's limits take effect before the container is killed.
     *
     * @throws InvalidInputException naming the setting to change
     */
    void refuseWrong(boolean inContainers) {
        if (arrays.isPresent() != process.isPresent()) {
            throw InvalidInputException.of(
                    "spark.executor.extraJavaOptions sets %s without %s: set both or neither.",
                    arrays.isPresent() ? MAX_BYTES : MAX_PHYSICAL_BYTES,
                    arrays.isPresent() ? MAX_PHYSICAL_BYTES : MAX_BYTES);
        }
        if (!inContainers) {
            return;
        }
        long wanted = arrays.orElse(LEAST_ARRAYS);
        if (wanted > arraysThatFit()) {
            throw InvalidInputException.of(
                    "%s is %d MiB, but arrays outside the heap may use %d MiB and the JVM uses about %d MiB: set %s=%dm.",
                    SETTING, overhead, wanted, JVM, SETTING, wanted + JVM);
        }
        process.filter(limit -> limit > 0 && limit < heap + wanted).ifPresent(limit -> {
            throw InvalidInputException.of(
                    "%s is %d MiB and must include the heap of %d MiB: set it to %dm, or to 0 for no limit but the"
                            + " container's.",
                    MAX_PHYSICAL_BYTES, limit, heap, container());
        });
    }

    private static Optional<Long> option(String options, String name) {
        Matcher matcher =
                Pattern.compile("(?i)-D" + Pattern.quote(name) + "=(\\S+)").matcher(options);
        Optional<Long> value = Optional.empty();
        while (matcher.find()) {
            try {
                value = Optional.of(JavaUtils.byteStringAsBytes(matcher.group(1)) >> 20);
            } catch (NumberFormatException e) {
                throw new InvalidInputException(
                        name + "=" + matcher.group(1)
                                + " is not a size: set it to a number of bytes or a size such as 2g.",
                        e);
            }
        }
        return value;
    }
}
