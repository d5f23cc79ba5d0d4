package io.jointae.data.source;

import io.jointae.base.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
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
 * Official files on their way to the executors: small (the largest is some 100 MB), read once on the driver,
 * hashed, broadcast. Closing destroys the broadcasts.
 */
public final class BroadcastFiles implements AutoCloseable {

    /** Well above the largest official archive, well below what a driver's heap bears twice. */
    static final long LARGEST = 256L << 20;

    private final JavaSparkContext spark;
    private final List<Broadcast<?>> broadcasts = new ArrayList<>();

    public BroadcastFiles(JavaSparkContext spark) {
        this.spark = spark;
    }

    /** The stored bytes of a file. */
    public byte[] read(Path file) throws IOException {
        Configuration conf = spark.hadoopConfiguration();
        FileSystem fileSystem = file.getFileSystem(conf);
        try (InputStream in = fileSystem.open(file)) {
            long length = fileSystem.getFileStatus(file).getLen();
            if (length > LARGEST) {
                throw InvalidInputException.of(
                        "%s has %d bytes, more than any official file: give the original", file, length);
            }
            return in.readAllBytes();
        } catch (FileNotFoundException missing) {
            throw new InvalidInputException(
                    file + " does not exist: give --source the official file or its folder", missing);
        }
    }

    /** Sends bytes to wherever tasks open them. */
    public BroadcastSource send(String name, byte[] bytes) {
        return new BroadcastSource(name, send(bytes));
    }

    /** Sends any value; destroyed with the shipment. */
    public <T> Broadcast<T> send(T value) {
        Broadcast<T> broadcast = spark.broadcast(value);
        broadcasts.add(broadcast);
        return broadcast;
    }

    /** @param algorithm {@code SHA-1} or {@code SHA-256} */
    public static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    @Override
    public void close() {
        broadcasts.forEach(Broadcast::destroy);
        broadcasts.clear();
    }
}
