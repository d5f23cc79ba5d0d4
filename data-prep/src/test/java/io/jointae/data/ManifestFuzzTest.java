package io.jointae.data;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jointae.testing.FuzzedFile;
import org.apache.hadoop.conf.Configuration;

/** Damaged manifests: they are read or refused as invalid input. */
class ManifestFuzzTest {

    private static final Configuration CONF = new Configuration();
    private static final FuzzedFile FOLDER = new FuzzedFile();

    @FuzzTest(maxDuration = "2h")
    void manifest(byte[] bytes) {
        FOLDER.write(Manifest.FILE, bytes);
        FuzzedFile.parse(() -> {
            Manifest manifest = PreparedDataset.manifest(CONF, FOLDER.folder().toString());
            for (Split split : Split.values()) {
                manifest.count(split);
            }
            manifest.shape().size();
        });
    }
}
