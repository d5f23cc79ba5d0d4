package io.jointae.runtime;

import io.jointae.base.InvalidInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * Memory outside the heap of one executor, in MiB. ND4J's arrays live there; in a container everything beyond the
 * heap must fit {@code spark.executor.memoryOverhead}, or the container is killed without a word. Of JavaCPP's two
 * limits the one on the process's resident memory sees ND4J's arrays and ends the task with a sentence; {@code maxbytes}
 * counts JavaCPP's own allocations only, which are few (measured with ND4J 1.0.0-M2.1: 200 MB of arrays, 0 counted).
 *
 * @param heap {@code spark.executor.memory}
 * @param overhead what the container has beyond the heap
 * @param arrays the user's {@code org.bytedeco.javacpp.maxbytes}
 * @param process the user's {@code org.bytedeco.javacpp.maxphysicalbytes}; 0 for no limit
 */
record OffHeapMemory(long heap, long overhead, Optional<Long> arrays, Optional<Long> process) {

    static final String MAX_BYTES = "org.bytedeco.javacpp.maxbytes";
    static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";

    /** What a JVM of this size takes for classes, compiled code, stacks and buffers. */
    static final long JVM = 256;

    /** Below this a paper-sized replica does not fit. */
    static final long LEAST_ARRAYS = 128;

    private static final String SETTING = "spark.executor.memoryOverhead";

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

    /** What arrays may take in a container, in MiB, where the user sets nothing. */
    long arraysThatFit() {
        return overhead - JVM;
    }

    /** What the container holds in all, in MiB. */
    long container() {
        return heap + overhead;
    }

    /** @throws InvalidInputException if the container would be killed before JavaCPP's own limit says what is wrong */
    void refuseWrong(boolean inContainers) {
        if (arrays.isPresent() != process.isPresent()) {
            throw InvalidInputException.of(
                    "spark.executor.extraJavaOptions sets %s without %s: set both, or neither",
                    arrays.isPresent() ? MAX_BYTES : MAX_PHYSICAL_BYTES,
                    arrays.isPresent() ? MAX_PHYSICAL_BYTES : MAX_BYTES);
        }
        if (!inContainers) {
            return;
        }
        long wanted = arrays.orElse(LEAST_ARRAYS);
        if (wanted > arraysThatFit()) {
            throw InvalidInputException.of(
                    "%s is %d MiB, but arrays outside the heap may take %d MiB and the JVM about %d: set %s=%dm",
                    SETTING, overhead, wanted, JVM, SETTING, wanted + JVM);
        }
        process.filter(limit -> limit > 0 && limit < heap + wanted).ifPresent(limit -> {
            throw InvalidInputException.of(
                    "%s is %d MiB and counts the heap of %d MiB too: set it to %dm, or 0 for the container's own limit",
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
                        name + "=" + matcher.group(1) + " is no size: set it to a number of bytes, or such as 2g", e);
            }
        }
        return value;
    }
}
