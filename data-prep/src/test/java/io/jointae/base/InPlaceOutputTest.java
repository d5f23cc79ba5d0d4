package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.testing.ObjectStoreFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs on an object store, which is a local folder that refuses to rename. */
class InPlaceOutputTest {

    @TempDir
    private Path dir;

    /** An object store whose local disk for data to send is full, so that a write fails after half of the bytes. */
    public static final class FullDisk extends RawLocalFileSystem {

        public URI getUri() {
            return URI.create("full:///");
        }

        private static final AtomicBoolean ABORTED = new AtomicBoolean();

        /** A stream that sends on {@code close} what was written, as Hadoop's S3 client does. */
        private static final class HalfStream extends OutputStream implements Abortable, StreamCapabilities {

            private final OutputStream out;

            HalfStream(OutputStream out) {
                this.out = out;
            }

            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length / 2);
                throw new IOException("No space left on device");
            }

            @Override
            public boolean hasCapability(String capability) {
                return capability.equals(StreamCapabilities.ABORTABLE_STREAM);
            }

            @Override
            public AbortableResult abort() {
                ABORTED.set(true);
                return null;
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            return new FSDataOutputStream(
                    new HalfStream(super.create(file, overwrite, bufferSize, replication, blockSize, progress)), null);
        }
    }

    private static Configuration conf() {
        return new Configuration();
    }

    private String target() {
        return ObjectStoreFileSystem.path(dir.resolve("model"));
    }

    private void write(String content) throws IOException {
        try (PendingOutput output = PendingOutput.create(conf(), target(), true)) {
            AtomicFile.write(
                    conf(),
                    new org.apache.hadoop.fs.Path(output.path(), "file").toString(),
                    false,
                    out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
            output.commit();
        }
    }

    @Test
    void filesThatAKilledRunLeftForItsLeaseAreNoOutput() throws Exception {
        Files.createDirectory(dir.resolve("model"));
        Files.writeString(dir.resolve("model/_LOCK.now-killed"), "");
        Files.createDirectory(dir.resolve("model/attempt-00000000-0000-0000-0000-000000000000"));
        assertThat(PendingOutput.exists(conf(), target())).isFalse();
        write("new");
        assertThat(PendingOutput.exists(conf(), target())).isTrue();
    }

    @Test
    void theFilesOfADeadRunAreDeletedWithItsClaim() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        LeaseHolder running = LeaseHolder.thisProcess("dead", java.time.Instant.now());
        Files.createDirectory(dir.resolve("model"));
        Path claim = dir.resolve("model/_LOCK-dead");
        Path time = dir.resolve("model/_LOCK.now-dead");
        Files.writeString(
                claim, Json.line(new LeaseHolder("dead", running.started(), running.machine(), ended.pid(), 1L)));
        Files.writeString(time, "");
        write("new");
        assertThat(claim).doesNotExist();
        assertThat(time).doesNotExist();
    }

    @Test
    void afterAFailedWriteNoPartOfTheFileIsSent() {
        Configuration full = conf();
        full.setClass("fs.full.impl", FullDisk.class, org.apache.hadoop.fs.FileSystem.class);
        full.setBoolean("fs.full.impl.disable.cache", true);
        FullDisk.ABORTED.set(false);
        assertThatThrownBy(() ->
                        AtomicFile.write(full, "full://" + dir.resolve("file"), true, out -> out.write(new byte[1000])))
                .hasMessage("No space left on device");
        assertThat(FullDisk.ABORTED).isTrue();
    }
}
