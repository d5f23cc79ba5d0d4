package io.jointae.sweep.file;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jointae.testing.FuzzedFile;
import java.io.ByteArrayInputStream;

/** Damaged sweep files: they are read or refused as invalid input. */
class SweepFileFuzzTest {

    @FuzzTest(maxDuration = "2h")
    void sweepFile(byte[] bytes) {
        FuzzedFile.parse(() -> SweepFile.read(new ByteArrayInputStream(bytes), "sweep.yaml"));
    }
}
