package io.jointae.base;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Recognizes failures that the user can correct in the exceptions of Spark, Hadoop and Parquet: a damaged file and a
 * missing right.
 */
public final class FileFailures {

    /** Spark names the file whose reading failed in these two ways. */
    private static final Pattern READING = Pattern.compile("Encountered error while reading file (\\S+?)\\.?(\\s|$)");

    private static final Pattern FOOTER = Pattern.compile("[Cc]ould not read footer for file: .*?path=([^;,}]+)");

    /** The start of a message of Parquet about a file without its magic number at the end. */
    private static final Pattern NOT_PARQUET = Pattern.compile("(\\S+) is not a Parquet file");

    /** Packages whose code decodes what a file contains, so that they fail if the content is damaged. */
    private static final Pattern DECODER = Pattern.compile("(org\\.apache\\.parquet|com\\.github\\.luben\\.zstd"
            + "|org\\.xerial\\.snappy|net\\.jpountz|org\\.apache\\.hadoop\\.io\\.compress"
            + "|org\\.apache\\.spark\\.sql\\.execution\\.datasources\\.parquet|shaded\\.parquet)\\..*");

    private FileFailures() {}

    /**
     * Returns the invalid input behind a failure; empty where the user cannot correct the cause.
     *
     * @param failure an exception, often one of several that wrap each other
     */
    public static Optional<InvalidInputException> invalidInputBehind(Throwable failure) {
        List<Throwable> chain = chain(failure);
        for (Throwable cause : chain) {
            if (cause instanceof InvalidInputException invalid) {
                return Optional.of(invalid);
            }
        }
        for (Throwable cause : chain) {
            if (cause instanceof ChecksumException) {
                return Optional.of(new InvalidInputException(
                        "A file is damaged: copy it again or write it again. " + firstLine(cause), cause));
            }
            if (isMissingRight(cause)) {
                return Optional.of(new InvalidInputException(
                        "A right is missing: " + firstLine(cause)
                                + ". Ask for the right, or choose another path or another user.",
                        cause));
            }
        }
        return damagedParquet(chain);
    }

    private static boolean isMissingRight(Throwable cause) {
        return cause instanceof AccessControlException
                || cause instanceof AccessDeniedException
                || cause instanceof FileNotFoundException
                        && String.valueOf(cause.getMessage()).endsWith("(Permission denied)");
    }

    private static Optional<InvalidInputException> damagedParquet(List<Throwable> chain) {
        Throwable root = chain.get(chain.size() - 1);
        Optional<String> file = file(chain);
        if (file.isEmpty() || !isDamage(root)) {
            return Optional.empty();
        }
        return Optional.of(new InvalidInputException(
                String.format(
                        "%s is a damaged Parquet file: copy it again or write it again. The reader says: %s.",
                        file.get(), firstLine(root).replaceAll("[.\\s]+$", "")),
                root));
    }

    /** Returns the file that a message names. */
    private static Optional<String> file(List<Throwable> chain) {
        for (Throwable cause : chain) {
            String message = String.valueOf(cause.getMessage());
            for (Pattern pattern : List.of(READING, FOOTER, NOT_PARQUET)) {
                Matcher matcher = pattern.matcher(message);
                if (matcher.find()) {
                    String path = matcher.group(1);
                    return Optional.of(
                            pattern == READING
                                    ? URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)
                                    : path);
                }
            }
        }
        return Optional.empty();
    }

    /** Tells damaged content from a file system that does not answer and from a file that is gone. */
    private static boolean isDamage(Throwable root) {
        if (root instanceof EOFException || root instanceof ZipException) {
            return true;
        }
        boolean inDecoder = DECODER.matcher(root.getClass().getName()).matches()
                || root.getStackTrace().length > 0
                        && DECODER.matcher(root.getStackTrace()[0].getClassName())
                                .matches();
        boolean calledByDecoder = false;
        for (StackTraceElement frame : root.getStackTrace()) {
            calledByDecoder |= DECODER.matcher(frame.getClassName()).matches();
        }
        return inDecoder || calledByDecoder && !(root instanceof IOException);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
                .strip()
                .lines()
                .findFirst()
                .orElse("");
    }
}
