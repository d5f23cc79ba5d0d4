package io.jointae.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Converts records to JSON and back with the Jackson version of Spark. The keys have the order of the record's
 * components.
 */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /** The largest file that is read: the records of 100,000 epochs, or 80,000 files of a dataset. */
    private static final int LARGEST_FILE = 16 << 20;

    private Json() {}

    /** Returns the value as JSON on one line, without a line end. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
        }
    }

    /** Returns the value as indented JSON with a line end. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
        }
    }

    /** Returns the result of {@link #pretty} as UTF-8. */
    public static byte[] bytes(Object value) {
        return pretty(value).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the value that a text describes.
     *
     * @param origin the file or line that the text comes from, for the error message
     * @throws InvalidInputException if the text is not JSON or does not describe a value of this type
     */
    public static <T> T parse(String text, Class<T> type, String origin) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new IllegalArgumentException("it is empty");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw invalid(type, origin, e.getOriginalMessage(), e);
        } catch (IllegalArgumentException | NullPointerException e) {
            // Constructors of records throw these exceptions for values that they refuse.
            throw invalid(type, origin, e.getMessage() == null ? "a value is missing" : e.getMessage(), e);
        }
    }

    private static InvalidInputException invalid(Class<?> type, String origin, String reason, Exception cause) {
        return new InvalidInputException(origin + " is not a valid " + type.getSimpleName() + ": " + reason, cause);
    }

    /**
     * Returns the value that a file of any Hadoop file system describes.
     *
     * @throws InvalidInputException if the file has more than 16 MiB, is damaged, is not JSON or does not describe a value
     *     of this type
     */
    public static <T> T read(Configuration conf, Path file, Class<T> type) throws IOException {
        try {
            byte[] text = AtomicFile.read(file.getFileSystem(conf), file, LARGEST_FILE);
            if (text.length > LARGEST_FILE) {
                throw InvalidInputException.of(
                        "%s has more than %d MiB, so it is not a valid %s: restore the file from a copy.",
                        file, LARGEST_FILE >> 20, type.getSimpleName());
            }
            return parse(new String(text, StandardCharsets.UTF_8), type, file.toString());
        } catch (ChecksumException e) {
            throw new InvalidInputException(
                    file + " is damaged: copy it again or write it again. " + e.getMessage(), e);
        }
    }

    /**
     * Writes the result of {@link #pretty} to a new file. Readers may see the file before it is complete; use
     * {@link AtomicFile} to prevent that.
     */
    public static void write(FileSystem fileSystem, Path file, Object value) throws IOException {
        try (OutputStream out = fileSystem.create(file, false)) {
            out.write(bytes(value));
        }
    }
}
