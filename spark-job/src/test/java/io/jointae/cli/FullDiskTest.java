package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    /** The local disk, on which no file can be written, as Hadoop reports it. */
    public static final class FullDisk extends RawLocalFileSystem {

        @Override
        public URI getUri() {
            return URI.create("full:///");
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress) {
            throw fullDisk();
        }

        /** Hadoop creates the error in its own package. */
        private static FSError fullDisk() {
            try {
                Constructor<FSError> constructor = FSError.class.getDeclaredConstructor(Throwable.class);
                constructor.setAccessible(true);
                return constructor.newInstance(new IOException("No space left on device"));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError("Hadoop's error for the local disk has changed.", e);
            }
        }
    }

    @TempDir
    private Path dir;

    @Test
    void aFullDiskIsOneSentenceWithExitStatusOne() throws IOException {
        try (SparkSession spark = TestSessions.builder(1)
                .config("spark.hadoop.fs.full.impl", FullDisk.class.getName())
                .getOrCreate()) {
            String data = DatasetBuilder.bars().write(spark, dir);
            ShownErrors shown = ShownErrors.of("describe", "--data", data, "--sheet", "full://" + dir + "/sheet.png");
            assertThat(shown.status()).isEqualTo(1);
            assertThat(shown.text().lines())
                    .last()
                    .isEqualTo(
                            "jointae: A disk is full (No space left on device): make room for the output and for Spark's"
                                    + " temporary files (spark.local.dir), and run the command again.");
            assertThat(shown.text()).doesNotContain("\tat ");
        }
    }
}
