package io.jointae.data.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jointae.base.InvalidInputException;
import io.jointae.data.RowIterator;
import io.jointae.testing.FuzzedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.spark.broadcast.Broadcast;
import scala.reflect.ClassTag$;

/** Damaged source files: each reader returns rows or refuses the file as invalid input. */
class SourceFuzzTest {

    private static final int WIDTH = 3;
    private static final int ROWS = 4;

    /** Bytes in memory under the name of a file. */
    private record Memory(String name, byte[] bytes) implements ByteSource {

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /** A broadcast variable without a Spark context. */
    private static final class Local extends Broadcast<byte[]> {
        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        Local(byte[] bytes) {
            super(0, ClassTag$.MODULE$.apply(byte[].class));
            this.bytes = bytes;
        }

        @Override
        public byte[] getValue() {
            return bytes;
        }

        @Override
        public void doUnpersist(boolean blocking) {
            // There are no copies on executors.
        }

        @Override
        public void doDestroy(boolean blocking) {
            // There are no copies on executors.
        }
    }

    @FuzzTest(maxDuration = "2h")
    void idx(byte[] bytes) {
        FuzzedFile.parse(() -> {
            IdxReader reader = IdxReader.open(new Memory("images", bytes), null);
            reader.shape();
            readAll(reader.read(0, reader.rows()));
        });
        FuzzedFile.parse(() -> {
            IdxFile labels = IdxFile.open(new Memory("labels", bytes));
            labels.verify();
            IdxReader reader = new IdxReader(IdxFile.open(new Memory("images", bytes)), labels);
            reader.checkLabels(10);
        });
    }

    @FuzzTest(maxDuration = "2h")
    void amat(byte[] bytes) {
        FuzzedFile.parse(() -> {
            try (AmatParser parser = new AmatParser(new ByteArrayInputStream(bytes), WIDTH, "data.amat")) {
                float[] row = new float[WIDTH];
                while (parser.nextRow(row)) {
                    if (!parser.skipRow()) {
                        break;
                    }
                }
            }
        });
    }

    @FuzzTest(maxDuration = "2h")
    void zip(byte[] bytes) {
        FuzzedFile.parse(() -> {
            BroadcastSource zip = new BroadcastSource("data.zip", new Local(bytes));
            for (OfficialZip.Entry entry : OfficialZip.entries("data.zip", bytes)) {
                FuzzedFile.parse(() ->
                        readAll(new AmatReader(new ZipEntrySource(zip, entry), WIDTH - 1, ROWS, 2).read(0, ROWS)));
            }
        });
    }

    @FuzzTest(maxDuration = "2h")
    void image(byte[] bytes) {
        try {
            DecodedImage image = DecodedImage.decode(new ByteArrayInputStream(bytes));
            image.withChannels(1);
        } catch (IOException expected) {
            // The caller adds the name of the file and makes it invalid input.
            FuzzedFile.requireSentence(new InvalidInputException("the image: " + expected.getMessage()).getMessage());
        }
    }

    private static void readAll(RowIterator rows) throws IOException {
        try (rows) {
            while (rows.hasNext()) {
                rows.next();
            }
        }
    }
}
