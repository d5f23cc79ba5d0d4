package io.jointae.base;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes the failures that a damaged file causes in the libraries that decode Parquet and compressed text. Their
 * exceptions have no common type: Parquet throws {@code RuntimeException}, {@code IOException} and others, also for
 * values that it reads from a damaged file. What they have in common is that a decoder threw them. A failure of a file
 * system or of a network comes from other classes, and is no reason to call a file damaged.
 */
public final class DamagedFiles {

    private static final List<String> DECODERS = List.of(
            "org.apache.parquet.",
            "shaded.parquet.",
            "org.apache.spark.sql.execution.datasources.parquet.",
            "org.apache.spark.sql.execution.vectorized.",
            "org.apache.hadoop.io.compress.",
            "java.util.zip.",
            "org.xerial.snappy.",
            "com.github.luben.zstd.",
            "net.jpountz.");

    /** Classes of Java that a decoder calls with an invalid size or index. */
    private static final List<String> CALLED_BY_DECODERS = List.of("java.", "jdk.", "sun.", "scala.", "com.google.");

    private static final List<Pattern> NAMES = List.of(
            Pattern.compile("reading file (\\S+?)\\.? Details"),
            Pattern.compile(
                    "Could not read footer for file: (?:\\w*FileStatus\\{path=)?([^;\\s]+?)[;.]?(?:\\s|$|[^;]*\\})"),
            Pattern.compile("^(\\S+) is not a Parquet file"));

    private DamagedFiles() {}

    /**
     * Returns the invalid input behind a failure, if a decoder threw it or one of its causes while it read a file. The
     * message names the file if one of the exceptions names it.
     *
     * @param failure the failure of a job or of a reader
     */
    public static Optional<InvalidInputException> find(Throwable failure) {
        String file = null;
        Throwable damage = null;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 100; cause = cause.getCause()) {
            file = file == null ? name(cause.getMessage()) : file;
            damage = isThrownByDecoder(cause) ? cause : damage;
            depth++;
        }
        if (damage == null || file == null && !isThrownByReader(damage)) {
            return Optional.empty();
        }
        String name = file == null ? "A Parquet file of the input" : file;
        return Optional.of(new InvalidInputException(
                String.format("%s is damaged or incomplete: replace it. (%s)", name, reason(damage)), damage));
    }

    /** Returns whether a class that reads files called the decoder, rather than one that writes them. */
    private static boolean isThrownByReader(Throwable damage) {
        return Arrays.stream(damage.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(type -> isDecoder(type) && type.contains("Reader"));
    }

    /** Returns whether a decoder threw an exception, itself or by a call with invalid values from the file. */
    public static boolean isThrownByDecoder(Throwable failure) {
        if (isDecoder(failure.getClass().getName())) {
            return true;
        }
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (isDecoder(frame.getClassName())) {
                return true;
            }
            if (CALLED_BY_DECODERS.stream().noneMatch(frame.getClassName()::startsWith)) {
                return false;
            }
        }
        return false;
    }

    private static boolean isDecoder(String type) {
        return DECODERS.stream().anyMatch(type::startsWith);
    }

    private static String reason(Throwable damage) {
        String message = damage.getMessage();
        return message == null
                ? damage.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static String name(String message) {
        for (Pattern pattern : NAMES) {
            Matcher matcher = pattern.matcher(message == null ? "" : message);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return null;
    }
}
