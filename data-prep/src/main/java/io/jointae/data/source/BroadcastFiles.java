package io.jointae.data.source;

import io.jointae.base.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Reads official files on the driver and broadcasts them to the executors. The files are small: the largest has about
 * 100 MB. {@link #close} destroys the broadcasts.
 */
public final class BroadcastFiles implements AutoCloseable {

    /** The largest size of a file: more than any official archive, and little enough for the heap of a driver. */
    static final long MAX_BYTES = 256L << 20;

    private final JavaSparkContext spark;
    private final List<Broadcast<?>> broadcasts = new ArrayList<>();

    /** Creates an empty set of broadcasts. */
    public BroadcastFiles(JavaSparkContext spark) {
        this.spark = spark;
    }

    /**
     * Returns the stored bytes of a file.
     *
     * @throws InvalidInputException if the file does not exist or is larger than any official file
     */
    public byte[] read(Path file) throws IOException {
        Configuration conf = spark.hadoopConfiguration();
        FileSystem fileSystem = file.getFileSystem(conf);
        try (InputStream in = fileSystem.open(file)) {
            long length = fileSystem.getFileStatus(file).getLen();
            if (length > MAX_BYTES) {
                throw InvalidInputException.of(
                        "%s has %d bytes, more than any official file: give the original file.", file, length);
            }
            return in.readAllBytes();
        } catch (FileNotFoundException missing) {
            throw new InvalidInputException(
                    file + " does not exist: give the official file or its folder as the source.", missing);
        }
    }

    /** Broadcasts the bytes of a file. */
    public BroadcastSource broadcast(String name, byte[] bytes) {
        return new BroadcastSource(name, broadcast(bytes));
    }

    /** Broadcasts a value until this object is closed. */
    public <T> Broadcast<T> broadcast(T value) {
        Broadcast<T> broadcast = spark.broadcast(value);
        broadcasts.add(broadcast);
        return broadcast;
    }

    /**
     * Returns the hash of the bytes in hexadecimal.
     *
     * @param algorithm {@code SHA-1} or {@code SHA-256}
     */
    public static String hash(String algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(digest(algorithm).digest(bytes));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java runtime", e);
        }
    }

    /** Returns the SHA-256 of a file of any size in hexadecimal. */
    public static String sha256(ByteSource source) throws IOException {
        try (InputStream in = source.open()) {
            return sha256(in);
        }
    }

    /** Returns the SHA-256 of the bytes of a file in hexadecimal, decompressed if it is compressed with gzip. */
    public static String unpackedSha256(ByteSource source) throws IOException {
        try (InputStream in = source.openUnpacked()) {
            return sha256(in);
        }
    }

    private static String sha256(InputStream in) throws IOException {
        MessageDigest sha256 = digest("SHA-256");
        in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public void close() {
        broadcasts.forEach(Broadcast::destroy);
        broadcasts.clear();
    }
}
