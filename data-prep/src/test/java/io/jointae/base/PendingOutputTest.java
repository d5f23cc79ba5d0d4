package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingOutputTest {

    @TempDir
    private Path dir;

    private Path target;
    private Configuration conf;

    /** A local file system whose renames fail from the second one of a commit on, as often as the configuration says. */
    public static final class FailingRenames extends LocalFileSystem {
        private int renames;
        private int failures;

        @Override
        public void initialize(URI name, Configuration conf) throws IOException {
            super.initialize(name, conf);
            failures = conf.getInt("failing.renames", 0);
        }

        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            renames++;
            if (renames > 1 && renames <= 1 + failures) {
                throw new IOException("rename " + renames + " failed");
            }
            return super.rename(from, to);
        }
    }

    @BeforeEach
    void writeOldOutput() throws IOException {
        target = dir.resolve("model");
        Files.createDirectory(target);
        Files.writeString(target.resolve("file"), "old");
        conf = new Configuration();
    }

    private void failRenames(int failures) {
        conf.setClass("fs.file.impl", FailingRenames.class, LocalFileSystem.class);
        conf.setBoolean("fs.file.impl.disable.cache", true);
        conf.setInt("failing.renames", failures);
    }

    private void replaceOutput() throws IOException {
        try (PendingOutput out = PendingOutput.create(conf, target.toString(), true)) {
            out.path().getFileSystem(conf).mkdirs(out.path());
            Files.writeString(Path.of(out.path().toUri()).resolve("file"), "new");
            out.commit();
        }
    }

    private List<String> hiddenNames() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }

    @Test
    void aCommitReplacesTheOldOutput() throws Exception {
        replaceOutput();
        assertThat(target.resolve("file")).hasContent("new");
        assertThat(hiddenNames()).isEmpty();
    }

    @Test
    void theOldOutputComesBackIfTheNewOneCannotBeRenamed() throws Exception {
        failRenames(1);
        assertThatThrownBy(this::replaceOutput).isInstanceOf(IOException.class).hasMessage("rename 2 failed");
        assertThat(target.resolve("file")).hasContent("old");
        assertThat(hiddenNames()).isEmpty();
    }

    @Test
    void ifNoRenameWorksTheMessageNamesThePlacesOfBothOutputs() throws Exception {
        failRenames(2);
        assertThatThrownBy(this::replaceOutput)
                .isInstanceOf(IOException.class)
                .hasMessageMatching("The file system failed while it replaced \\S+/model: the old output is now in"
                        + " \\S+/\\.model\\.replaced-\\S+, and the complete new output is in \\S+/\\.model\\.pending-\\S+\\."
                        + " Rename one of them to \\S+/model\\.");
        assertThat(hiddenNames()).hasSize(2);
        for (String name : hiddenNames()) {
            assertThat(dir.resolve(name).resolve("file")).hasContent(name.contains("replaced") ? "old" : "new");
        }
    }

    @Test
    void anOutputWhoseReplacementWasKilledComesBackInTheNextRun() throws Exception {
        Files.move(target, dir.resolve(".model.replaced-1"));
        assertThatThrownBy(() -> PendingOutput.refuseExisting(conf, target.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("exists");
        assertThat(target.resolve("file")).hasContent("old");
        assertThat(hiddenNames()).isEmpty();
    }
}
