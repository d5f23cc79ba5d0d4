package io.jointae.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jointae.testing.FuzzedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;

/** Damaged and foreign model folders: they are read or refused as invalid input. */
class ModelFuzzTest {

    private static final Configuration CONF = new Configuration();
    private static final FuzzedFile FOLDER = new FuzzedFile();
    private static final String CONFIGURATION = "configuration.json";
    private static final String PARAMETERS = "coefficients.bin";

    @FuzzTest(maxDuration = "2h")
    void modelCard(byte[] bytes) {
        FOLDER.write(ModelDirectory.CARD, bytes);
        FOLDER.write(ModelDirectory.NETWORK, golden(ModelDirectory.NETWORK));
        read();
    }

    @FuzzTest(maxDuration = "2h")
    void networkZip(byte[] bytes) {
        FOLDER.write(ModelDirectory.CARD, golden(ModelDirectory.CARD));
        FOLDER.write(ModelDirectory.NETWORK, bytes);
        read();
    }

    /** The mutations of a whole zip file seldom have valid checksums, so its two entries have tests of their own. */
    @FuzzTest(maxDuration = "2h")
    void networkConfiguration(byte[] bytes) {
        FOLDER.write(ModelDirectory.CARD, golden(ModelDirectory.CARD));
        FOLDER.write(ModelDirectory.NETWORK, zip(bytes, entry(PARAMETERS)));
        read();
    }

    @FuzzTest(maxDuration = "2h")
    void networkParameters(byte[] bytes) {
        FOLDER.write(ModelDirectory.CARD, golden(ModelDirectory.CARD));
        FOLDER.write(ModelDirectory.NETWORK, zip(entry(CONFIGURATION), bytes));
        read();
    }

    private static void read() {
        FuzzedFile.parse(() -> ModelDirectory.read(CONF, FOLDER.folder().toString()));
    }

    private static byte[] golden(String name) {
        try (InputStream in = ModelFuzzTest.class.getResourceAsStream("model-format-1/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] entry(String name) {
        try (ZipInputStream in =
                new ZipInputStream(ModelFuzzTest.class.getResourceAsStream("model-format-1/network.zip"))) {
            while (!in.getNextEntry().getName().equals(name)) {
                in.closeEntry();
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip(byte[] configuration, byte[] parameters) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(CONFIGURATION));
            out.write(configuration);
            out.putNextEntry(new ZipEntry(PARAMETERS));
            out.write(parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
