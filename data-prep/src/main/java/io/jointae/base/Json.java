package io.jointae.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Records to JSON and back, by the Jackson that Spark brings; keys keep the order of the record. */
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private Json() {}

    /** One line, without a line end. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON form of " + value.getClass(), e);
        }
    }

    /** Indented, for people, with a line end. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON form of " + value.getClass(), e);
        }
    }

    /**
     * @param origin the file or line that the text came from, for the message
     * @throws InvalidInputException if the text is not JSON or not of this type
     */
    public static <T> T parse(String text, Class<T> type, String origin) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    origin + ": not a valid " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** Reads a whole file of any Hadoop file system. */
    public static <T> T read(Configuration conf, Path file, Class<T> type) throws IOException {
        try (InputStream in = file.getFileSystem(conf).open(file)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), type, file.toString());
        }
    }

    /** Writes {@link #pretty} to a new file; see {@link PendingOutput} for one that appears complete. */
    public static void write(FileSystem fileSystem, Path file, Object value) throws IOException {
        try (OutputStream out = fileSystem.create(file, false)) {
            out.write(pretty(value).getBytes(StandardCharsets.UTF_8));
        }
    }
}
