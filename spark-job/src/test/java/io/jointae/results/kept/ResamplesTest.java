package io.jointae.results.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResamplesTest {

    private static final Configuration CONF = new Configuration();

    @TempDir
    private Path folder;

    @Test
    void theValuesAreComparedResampleByResampleAfterTheyWereStored() throws Exception {
        Resamples one = Resamples.of("one", "drawn", new double[] {0.5, 0.7, 0.9, 0.8});
        one.write(CONF, folder.toString());
        Resamples read = Resamples.find(CONF, folder.toString(), "one").orElseThrow();
        assertThat(read).isEqualTo(one);
        // One of four resamples is not better: 2 (1 + 1) / (4 + 1).
        assertThat(read.compare(Resamples.of("other", "drawn", new double[] {0.6, 0.6, 0.6, 0.6})))
                .hasValue(0.8);
        assertThat(read.compare(Resamples.of("other", "drawn", new double[] {0.5, 0.7, 0.9, 0.8})))
                .hasValue(1.0);
    }

    @Test
    void otherResamplesAreNotCompared() {
        Resamples one = Resamples.of("one", "drawn", new double[] {0.5, 0.7});
        assertThat(one.compare(Resamples.of("other", "drawn from other rows", new double[] {0.5, 0.7})))
                .isEmpty();
        assertThat(one.compare(Resamples.of("other", "drawn", new double[] {0.5})))
                .isEmpty();
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        Files.createDirectories(folder.resolve(Resamples.FOLDER));
        Files.writeString(
                folder.resolve(Resamples.FOLDER).resolve("one.json"),
                "{\"format\":1,\"cell\":\"one\",\"drawn\":\"d\",\"values\":\"AAAA\"}");
        assertThatThrownBy(() -> Resamples.find(CONF, folder.toString(), "one"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("one.json")
                .hasMessageContaining("3 bytes are not double-precision numbers");
    }
}
