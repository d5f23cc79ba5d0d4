package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.RunMarker.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMarkerTest {

    private final Configuration conf = new Configuration();

    @TempDir
    Path folder;

    @Test
    void aFailureLeavesAMarkerThatTheNextRunReplaces() throws IOException {
        String out = folder.resolve("out").toString();
        marker(Status.FAILED, 1).write(conf, out);
        assertThat(read(out).status()).isEqualTo(Status.FAILED);

        try (PendingOutput pending = PendingOutput.create(conf, out, false)) {
            pending.target().getFileSystem(conf).mkdirs(pending.path());
            pending.commit();
        }
        marker(Status.DONE, 0).write(conf, out);
        assertThat(read(out)).isEqualTo(marker(Status.DONE, 0));
        assertThat(Files.list(folder.resolve("out"))
                        .filter(file -> !file.toString().endsWith(".crc")))
                .containsExactly(folder.resolve("out").resolve(RunMarker.NAME));
    }

    @Test
    void aFailureNeverChangesTheOutputOfAnotherRun() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("model.json"), "{}");
        marker(Status.DONE, 0).write(conf, out.toString());
        marker(Status.FAILED, 2).write(conf, out.toString());

        assertThat(read(out.toString()).status()).isEqualTo(Status.DONE);
        assertThatThrownBy(() -> PendingOutput.refuseExisting(conf, out.toString()))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void nothingToDoReplacesDone() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        marker(Status.DONE, 0).write(conf, out.toString());
        marker(Status.NOTHING_TO_DO, 3).write(conf, out.toString());

        assertThat(Files.readString(out.resolve(RunMarker.NAME))).contains("\"nothing-to-do\"");
    }

    private RunMarker read(String out) throws IOException {
        return Json.read(conf, new org.apache.hadoop.fs.Path(out, RunMarker.NAME), RunMarker.class);
    }

    private static RunMarker marker(Status status, int exit) {
        return new RunMarker(status, "train", "a message", 1.5, exit, "2026-01-01T00:00:00Z");
    }
}
