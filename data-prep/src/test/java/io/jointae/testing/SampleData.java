package io.jointae.testing;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Small samples of the official data, which lie in the test resources with a note of their sources. Each file is
 * compared with its SHA-256 before a test reads it. The methods copy files, so that they also work from a jar.
 */
public final class SampleData {

    /** Rows of the samples of rectangles and convex in their training file and in their test file. */
    public static final int TRAIN_ROWS = 200;

    public static final int TEST_ROWS = 100;

    private static final String FOLDER = "samples/";
    private static final int IDX_IMAGE_HEADER = 16;
    private static final int IDX_LABEL_HEADER = 8;
    private static final int MNIST_PIXELS = 784;
    private static final int MNIST_SIDE = 28;

    private SampleData() {}

    /** Copies the sample of the official rectangles, a zip with two {@code .amat} files, and returns its path. */
    public static Path rectangles(Path folder) {
        return copy("rectangles.zip", folder);
    }

    /** Copies the sample of the official convex regions, a zip with two {@code .amat} files, and returns its path. */
    public static Path convex(Path folder) {
        return copy("convex.zip", folder);
    }

    /** Copies three small photographs and returns their folder. */
    public static Path photos(Path folder) {
        copyAll("photos/", folder);
        return folder.resolve("photos");
    }

    /** Copies 300 training and 100 test digits of MNIST, four gzipped IDX files, and returns their folder. */
    public static Path mnist(Path folder) {
        copyAll("mnist/", folder);
        return folder.resolve("mnist");
    }

    /**
     * Writes IDX files of the size of MNIST, 60,000 and 10,000 digits, that repeat the digits of the sample, and
     * returns their folder.
     */
    public static Path repeatedMnist(Path folder) throws IOException {
        Path target = Files.createDirectories(folder.resolve("repeated-mnist"));
        repeatPart("train", 60_000, target);
        repeatPart("t10k", 10_000, target);
        return target;
    }

    private static void repeatPart(String part, int rows, Path target) throws IOException {
        String images = part + "-images-idx3-ubyte";
        byte[] pixels = repeat(gunzip("mnist/" + images + ".gz"), IDX_IMAGE_HEADER, MNIST_PIXELS, rows);
        Files.write(target.resolve(images), SourceFiles.idx(pixels, rows, MNIST_SIDE, MNIST_SIDE));
        String labels = part + "-labels-idx1-ubyte";
        byte[] classes = repeat(gunzip("mnist/" + labels + ".gz"), IDX_LABEL_HEADER, 1, rows);
        Files.write(target.resolve(labels), SourceFiles.idx(classes, rows));
    }

    private static byte[] repeat(byte[] idx, int header, int itemBytes, int items) {
        byte[] repeated = new byte[items * itemBytes];
        int sampleBytes = idx.length - header;
        for (int start = 0; start < repeated.length; start += sampleBytes) {
            System.arraycopy(idx, header, repeated, start, Math.min(sampleBytes, repeated.length - start));
        }
        return repeated;
    }

    private static byte[] gunzip(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(read(name)))) {
            return in.readAllBytes();
        }
    }

    private static void copyAll(String prefix, Path folder) {
        hashes().keySet().stream().filter(name -> name.startsWith(prefix)).forEach(name -> copy(name, folder));
    }

    private static Path copy(String name, Path folder) {
        Path target = folder.resolve(name);
        try {
            Files.createDirectories(target.getParent());
            return Files.write(target, read(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a sample file and compares it with its published hash. */
    private static byte[] read(String name) throws IOException {
        String expected = hashes().get(name);
        byte[] bytes;
        try (InputStream in = open(name)) {
            bytes = in.readAllBytes();
        }
        String actual = sha256(bytes);
        if (!actual.equals(expected)) {
            throw new AssertionError("The sample " + name + " has the SHA-256 " + actual + ", not " + expected
                    + ": restore it from the repository.");
        }
        return bytes;
    }

    private static Map<String, String> hashes() {
        Map<String, String> hashes = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("SHA256SUMS"), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("  ", 2);
                hashes.put(fields[1], fields[0]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hashes;
    }

    private static InputStream open(String name) {
        InputStream in = SampleData.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new AssertionError("The sample " + name + " is missing from the test resources.");
        }
        return in;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }
}
