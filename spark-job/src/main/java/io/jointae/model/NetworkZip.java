package io.jointae.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads a network in DL4J's zip format as data. DL4J's own reader runs code that a file may contain: it instantiates the
 * classes that the JSON names, and deserializes Java objects. This reader accepts two entries, the configuration and the
 * parameters, and creates nothing but plain values from them. The sizes of both are bounded before memory is allocated.
 *
 * @param fileSystem the file system of the file
 * @param file the zip file
 */
record NetworkZip(FileSystem fileSystem, Path file) {

    private static final String CONFIGURATION = "configuration.json";
    private static final String PARAMETERS = "coefficients.bin";
    private static final List<String> ENTRIES = List.of(CONFIGURATION, PARAMETERS);

    // DL4J may open the same file later, so a configuration that names other classes than jointae writes is refused,
    // although this reader creates no object of a class that the file names. The check covers every string that looks
    // like a class name, because DL4J's reader takes type names from several places.
    private static final Pattern CLASS = Pattern.compile("\\[*L?(\\w+\\.)+[\\w$]*[A-Z][\\w$]*;?");
    private static final Pattern ALLOWED =
            Pattern.compile("io\\.jointae\\.model\\.StackConf|org\\.(deeplearning4j\\.nn|nd4j\\.linalg)\\.[\\w.$]+");

    private static final int LARGEST_CONFIGURATION = 1 << 20;
    /** No text in a configuration is longer. The limit also bounds the time of the check for class names. */
    private static final int LONGEST_TEXT = 200;
    /** The deflate format cannot compress data to less than this fraction of its size. */
    private static final int LARGEST_COMPRESSION = 1032;

    /** Reads one entry of the zip file. */
    private interface EntryReader<T> {
        T read(InputStream entry) throws IOException;
    }

    /**
     * Makes a value of the file's content.
     *
     * @param <T> the value
     */
    interface Content<T> {
        /** Reads the configuration and then the parameters. */
        T read(NetworkZip zip) throws IOException;
    }

    /**
     * Reads a file.
     *
     * @param content reads the entries and makes a value of them
     * @throws InvalidInputException if the file is damaged, or if it holds anything else than a network that jointae
     *     wrote; the message names the file
     */
    static <T> T read(FileSystem fileSystem, Path file, Content<T> content) throws IOException {
        try {
            return content.read(new NetworkZip(fileSystem, file));
        } catch (ZipException | EOFException | UTFDataFormatException | ChecksumException e) {
            throw new InvalidInputException(
                    file + " is damaged or not a zip file: restore it from a copy. " + e.getMessage(), e);
        } catch (InvalidInputException e) {
            // A message about a field of the architecture does not name the file.
            throw e.field().isPresent()
                    ? InvalidInputException.of("%s: %s", file, e.getMessage()).causedBy(e)
                    : e;
        }
    }

    /** Returns the file as messages name it. */
    String origin() {
        return file.toString();
    }

    /**
     * Reads the configuration.
     *
     * @param type a type whose fields are plain values
     */
    <T> T configuration(Class<T> type) throws IOException {
        String json = readEntry(CONFIGURATION, this::configuration);
        return Json.parse(json, type, origin());
    }

    /**
     * Reads the parameters.
     *
     * @param size the number of parameters that the configuration describes
     * @throws InvalidInputException if the file cannot hold so many, if they need more than half of this process's heap,
     *     or if the file has another number of them
     */
    float[] parameters(int size) throws IOException {
        requireMemory(size);
        return readEntry(PARAMETERS, in -> FlatArrayFormat.read(new DataInputStream(in), size, origin()));
    }

    /** Returns what a reader makes of the entry of a name, and refuses every entry that a network does not have. */
    private <T> T readEntry(String wanted, EntryReader<T> reader) throws IOException {
        Set<String> seen = new HashSet<>();
        T result = null;
        try (ZipInputStream zip = new ZipInputStream(fileSystem.open(file))) {
            for (ZipEntry entry = nextEntry(zip); entry != null; entry = nextEntry(zip)) {
                if (!ENTRIES.contains(entry.getName()) || !seen.add(entry.getName())) {
                    throw InvalidInputException.of(
                            "%s contains the entry %s, but a network consists of one %s and one %s: use a network that"
                                    + " jointae wrote.",
                            file, entry.getName(), CONFIGURATION, PARAMETERS);
                }
                if (entry.getName().equals(wanted)) {
                    result = reader.read(zip);
                } else {
                    skip(zip, entry.getName());
                }
            }
        }
        if (result == null) {
            throw InvalidInputException.of("%s has no entry %s: use a network that jointae wrote.", file, wanted);
        }
        return result;
    }

    /** Skips an entry, and refuses one that is larger than any entry that is read. */
    private void skip(ZipInputStream zip, String entry) throws IOException {
        long limit = largestArray();
        long left = limit;
        for (long n = zip.skip(left); n > 0; n = zip.skip(left)) {
            left -= n;
        }
        if (left == 0) {
            throw tooLarge(entry, limit);
        }
    }

    private static ZipEntry nextEntry(ZipInputStream zip) throws IOException {
        try {
            return zip.getNextEntry();
        } catch (IllegalArgumentException e) {
            // Java reports a name that is not valid UTF-8 in this way.
            ZipException damaged = new ZipException("The name of an entry is not valid text.");
            damaged.initCause(e);
            throw damaged;
        }
    }

    private String configuration(InputStream in) throws IOException {
        byte[] text = in.readNBytes(LARGEST_CONFIGURATION + 1);
        if (text.length > LARGEST_CONFIGURATION) {
            throw tooLarge(CONFIGURATION, LARGEST_CONFIGURATION);
        }
        String json = new String(text, StandardCharsets.UTF_8);
        refuseForeignClasses(Json.parse(json, JsonNode.class, origin()));
        return json;
    }

    private void refuseForeignClasses(JsonNode node) {
        if (node.isTextual() && node.textValue().length() > LONGEST_TEXT) {
            throw InvalidInputException.of(
                    "%s contains a text of %d characters: use a network that jointae wrote.",
                    file, node.textValue().length());
        }
        if (node.isTextual()
                && CLASS.matcher(node.textValue()).matches()
                && !ALLOWED.matcher(node.textValue()).matches()) {
            throw InvalidInputException.of(
                    "%s names the class %s, which is not allowed: use a network that jointae wrote.",
                    file, node.textValue());
        }
        node.forEach(this::refuseForeignClasses);
    }

    /** Refuses a number of parameters that the file cannot hold, or that would exhaust the memory of this process. */
    private void requireMemory(int parameters) throws IOException {
        long bytes = (long) parameters * Float.BYTES;
        if (fileSystem.getFileStatus(file).getLen() < bytes / LARGEST_COMPRESSION) {
            throw InvalidInputException.of(
                    "%s is too small for the %d parameters of its configuration: restore the file from a copy.",
                    file, parameters);
        }
        if (bytes > largestArray()) {
            throw InvalidInputException.of(
                    "%s describes %d parameters, which need %d MiB, but at most %d MiB are available for them: if you"
                            + " trust the file, give the process more memory.",
                    file, parameters, bytes >> 20, largestArray() >> 20);
        }
    }

    private static long largestArray() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    private InvalidInputException tooLarge(String entry, long limit) {
        return InvalidInputException.of(
                "%s contains %s, which is larger than %d bytes: use a network that jointae wrote.", file, entry, limit);
    }
}
