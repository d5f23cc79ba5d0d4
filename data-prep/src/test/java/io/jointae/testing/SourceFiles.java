package io.jointae.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes small source files in the formats of other programs. */
public final class SourceFiles {

    private SourceFiles() {}

    /** Returns an IDX file of unsigned bytes. */
    public static byte[] idx(byte[] values, int... dimensions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x0800 | dimensions.length);
        for (int dimension : dimensions) {
            out.writeInt(dimension);
        }
        out.write(values);
        return bytes.toByteArray();
    }

    /** Returns the bytes compressed by gzip. */
    public static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** Returns a zip of text files; the arguments alternate between the name and the text of an entry. */
    public static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.putNextEntry(new ZipEntry(namesAndTexts[i]));
                out.write(namesAndTexts[i + 1].getBytes(StandardCharsets.US_ASCII));
                out.closeEntry();
            }
        }
        return packed.toByteArray();
    }

    /** Returns a row of an {@code .amat} file: a first pixel, {@code width - 1} equal pixels, and the label. */
    public static String amatRow(int width, double first, double others, int label) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < width; i++) {
            row.append(String.format(Locale.ROOT, "   %.7e", i == 0 ? first : others));
        }
        return row.append(String.format(Locale.ROOT, "   %.7e%n", (double) label))
                .toString();
    }
}
