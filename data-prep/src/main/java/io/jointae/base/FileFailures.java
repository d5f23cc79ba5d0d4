package io.jointae.base;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.sql.execution.datasources.SchemaColumnConvertNotSupportedException;

/**
 * Recognizes failures that the user can correct in the exceptions of Spark, Hadoop and Parquet: a damaged file and a
 * missing right.
 *
 * <p>The exceptions that a damaged file causes have no common type: Parquet throws {@code RuntimeException}, {@code
 * IOException} and others, also for values that it reads from a damaged file. What they have in common is that a decoder
 * threw them. A failure of a file system or of a network comes from other classes, and is no reason to call a file
 * damaged.
 */
public final class FileFailures {

    /** Spark names the file whose reading failed in this way, as a URI. */
    private static final Pattern READING =
            Pattern.compile("(?:Encountered error while r|r)eading file (\\S+?)\\.?(?:\\s|$)");

    /** The ways in which Spark and Parquet name a file as a path. */
    private static final List<Pattern> NAMES = List.of(
            Pattern.compile(
                    "[Cc]ould not read footer for file: (?:\\w*FileStatus\\{path=)?([^;,}\\s]+?)[.]?(?:[;,}\\s]|$)"),
            Pattern.compile("(\\S+) is not a Parquet file"),
            Pattern.compile("Parquet column cannot be converted in file (\\S+?)\\.(?:\\s|$)"));

    /** Hadoop's local file system says in this way that a folder cannot be created, and not why. */
    private static final Pattern NO_FOLDER = Pattern.compile("Mkdirs failed to create (\\S+)");

    /** The words of operating systems and HDFS for a file that cannot grow. */
    private static final Pattern NO_SPACE =
            Pattern.compile("No space left on device|Disk quota exceeded|The DiskSpace quota of \\S+ is exceeded");

    /** The packages whose code decodes what a file contains, so that they fail if the content is damaged. */
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

    /** The packages that a decoder calls with an invalid size or index. */
    private static final List<String> CALLED_BY_DECODERS = List.of("java.", "jdk.", "sun.", "scala.", "com.google.");

    /** The path at the beginning of a message of the S3 client. */
    private static final Pattern BUCKET = Pattern.compile("^`(s3a://[^']+)'");

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
            Matcher folder = NO_FOLDER.matcher(String.valueOf(cause.getMessage()));
            if (cause instanceof IOException && folder.find()) {
                return Optional.of(new InvalidInputException(
                        "The folder " + folder.group(1)
                                + " cannot be created: ask for the right to write to its parent, or choose another path.",
                        cause));
            }
            if (isMissingRight(cause)) {
                return Optional.of(new InvalidInputException(
                        "A right is missing: " + firstLine(cause)
                                + ". Ask for the right, or choose another path or another user.",
                        cause));
            }
            Optional<String> store = problemOfStore(cause);
            if (store.isPresent()) {
                return Optional.of(new InvalidInputException(store.get(), cause));
            }
        }
        return otherTypes(chain).or(() -> damagedFile(chain));
    }

    /**
     * Returns one sentence about a full disk, which is a failure and no invalid input; empty if the failure has another
     * cause.
     */
    public static Optional<String> fullDisk(Throwable failure) {
        return chain(failure).stream()
                .map(cause -> NO_SPACE.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(found ->
                        "A disk is full (" + found.group() + "): make room for the output and for Spark's temporary"
                                + " files (spark.local.dir), and run the command again.")
                .findFirst();
    }

    /** Returns the invalid input of Parquet files that do not have the types of the first one. */
    private static Optional<InvalidInputException> otherTypes(List<Throwable> chain) {
        for (Throwable cause : chain) {
            if (cause instanceof SchemaColumnConvertNotSupportedException types) {
                return Optional.of(new InvalidInputException(
                        "%s has the type %s in column %s, but the first file has the type %s: write all files with the same types."
                                .formatted(
                                        file(chain).orElse("A Parquet file"),
                                        types.getPhysicalType(),
                                        types.getColumn().replaceAll("^\\[|\\]$", ""),
                                        types.getLogicalType()),
                        cause));
            }
        }
        return Optional.empty();
    }

    /** Returns the file that Spark or Parquet names in a failure of reading; empty where they name none. */
    public static Optional<String> fileBehind(Throwable failure) {
        return file(chain(failure));
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

    private static boolean isMissingRight(Throwable cause) {
        return cause instanceof AccessControlException
                || cause instanceof AccessDeniedException
                || cause instanceof FileNotFoundException
                        && String.valueOf(cause.getMessage()).endsWith("(Permission denied)");
    }

    /** Returns what is wrong with the file system that a path names; empty if the failure has another cause. */
    private static Optional<String> problemOfStore(Throwable cause) {
        String message = firstLine(cause);
        if (cause instanceof ClassNotFoundException && message.contains("org.apache.hadoop.fs.s3a.")) {
            return Optional.of("Paths with s3a:// need the S3 client of Hadoop, which is not on the class path: add"
                    + " org.apache.hadoop:hadoop-aws:" + VersionInfo.getVersion() + " to spark.jars.packages.");
        }
        if (cause instanceof UnsupportedFileSystemException) {
            return Optional.of(message.replaceFirst("^org\\.apache\\S+: ", "")
                    + ": correct the path, or add the jar of the file system to spark.jars.");
        }
        Matcher bucket = BUCKET.matcher(message);
        // The classes of the S3 client are not part of Spark.
        if (cause.getClass().getSimpleName().equals("UnknownStoreException") && bucket.find()) {
            return Optional.of("The bucket of " + bucket.group(1)
                    + " does not exist: correct the path, or the address of the store (fs.s3a.endpoint).");
        }
        return Optional.empty();
    }

    private static Optional<InvalidInputException> damagedFile(List<Throwable> chain) {
        Optional<String> file = file(chain);
        Throwable root = chain.get(chain.size() - 1);
        // The root says most; its stack trace may show a decoder only further down.
        Stream<Throwable> damages = Stream.concat(
                Stream.of(root).filter(cause -> file.isPresent() && comesFromDamage(cause)),
                reversed(chain).stream().filter(FileFailures::isThrownByDecoder));
        return damages.findFirst()
                .filter(damage -> file.isPresent() || isThrownByReader(damage))
                .map(damage -> damaged(
                        file.map(name -> name + " is a damaged Parquet file")
                                .orElse("A Parquet file of the input is damaged"),
                        damage));
    }

    /** Returns the invalid input of a file that no reader can read. */
    public static InvalidInputException damagedParquet(String file, Throwable damage) {
        return damaged(file + " is a damaged Parquet file", damage);
    }

    private static InvalidInputException damaged(String what, Throwable damage) {
        return new InvalidInputException(
                String.format(
                        "%s: copy it again or write it again. The reader says: %s.",
                        what, firstLine(damage).replaceAll("[.\\s]+$", "")),
                damage);
    }

    /** Returns the file that a message names. */
    private static Optional<String> file(List<Throwable> chain) {
        for (Throwable cause : chain) {
            String message = String.valueOf(cause.getMessage());
            Matcher reading = READING.matcher(message);
            if (reading.find()) {
                return Optional.of(URLDecoder.decode(reading.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
            }
            for (Pattern name : NAMES) {
                Matcher matcher = name.matcher(message);
                if (matcher.find()) {
                    return Optional.of(matcher.group(1));
                }
            }
        }
        return Optional.empty();
    }

    /** Tells damaged content from a file system that does not answer and from a file that is gone. */
    private static boolean comesFromDamage(Throwable root) {
        if (root instanceof EOFException || root instanceof ZipException) {
            return true;
        }
        StackTraceElement[] trace = root.getStackTrace();
        return isDecoder(root.getClass().getName())
                || trace.length > 0 && isDecoder(trace[0].getClassName())
                || !(root instanceof IOException)
                        && Arrays.stream(trace).anyMatch(frame -> isDecoder(frame.getClassName()));
    }

    /**
     * Returns whether a class that reads files called the decoder, rather than one that writes them. Values of a dictionary
     * are decoded when a row is used, so that their vector of values calls the decoder in place of the reader.
     */
    private static boolean isThrownByReader(Throwable damage) {
        return Arrays.stream(damage.getStackTrace())
                .map(StackTraceElement::getClassName)
                .anyMatch(type -> isDecoder(type) && (type.contains("Reader") || type.endsWith("ColumnVector")));
    }

    private static boolean isDecoder(String type) {
        return DECODERS.stream().anyMatch(type::startsWith);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    private static List<Throwable> reversed(List<Throwable> chain) {
        List<Throwable> reversed = new ArrayList<>(chain);
        Collections.reverse(reversed);
        return reversed;
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage())
                .strip()
                .lines()
                .findFirst()
                .orElse("");
    }
}
