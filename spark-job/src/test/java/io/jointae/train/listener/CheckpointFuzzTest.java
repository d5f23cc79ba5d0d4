package io.jointae.train.listener;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jointae.testing.FuzzedFile;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Damaged checkpoints: they are read, passed over, or refused as invalid input. */
class CheckpointFuzzTest {

    private static final Configuration CONF = new Configuration();
    private static final FuzzedFile FOLDER = new FuzzedFile();

    @FuzzTest(maxDuration = "2h")
    void checkpoint(byte[] bytes) {
        latest(bytes);
    }

    /** With a valid checksum, the fuzzer reaches the code behind the check. */
    @FuzzTest(maxDuration = "2h")
    void checkpointWithChecksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        latest(ByteBuffer.allocate(bytes.length + Long.BYTES)
                .put(bytes)
                .putLong(crc.getValue())
                .array());
    }

    private static void latest(byte[] bytes) {
        FOLDER.write("checkpoint-000001", bytes);
        FuzzedFile.parse(() -> new Checkpoints(CONF, new Path(FOLDER.folder().toUri()), new TreeMap<>(), 0).latest());
    }
}
