package io.jointae.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file on a local disk appears as a whole, and is replaced as a whole. */
class AtomicFileTest {

    @TempDir
    Path dir;

    /** The local file system of Spark distributions that contain Hive: it renames nothing to a file that exists. */
    public static final class HiveLocalFileSystem extends LocalFileSystem {
        @Override
        public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            return !exists(to) && super.rename(from, to);
        }
    }

    private static Configuration withHive() {
        Configuration conf = new Configuration();
        conf.set("fs.file.impl", HiveLocalFileSystem.class.getName());
        conf.setBoolean("fs.file.impl.disable.cache", true);
        return conf;
    }

    @Test
    void aFileIsReplacedAlsoByALocalFileSystemThatDoesNotRenameToAnExistingFile() throws IOException {
        String file = dir.resolve("metrics.jsonl").toString();
        for (Configuration conf : List.of(withHive(), new Configuration())) {
            for (String content : List.of("first", "second and longer", "")) {
                AtomicFile.write(conf, file, true, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
                assertThat(read(conf, file)).isEqualTo(content);
            }
        }
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("metrics.jsonl", ".metrics.jsonl.crc");
        }
    }

    /** Hadoop compares the content with its checksum, so an old checksum would be seen here. */
    private static String read(Configuration conf, String file) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
        FileSystem fileSystem = path.getFileSystem(conf);
        try (InputStream in = fileSystem.open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aContentThatCannotBeMadeLeavesTheOldFile() throws IOException {
        Configuration conf = withHive();
        String file = dir.resolve("a").toString();
        AtomicFile.write(conf, file, false, out -> out.write('x'));
        assertThatThrownBy(() -> AtomicFile.write(conf, file, true, out -> {
                    out.write('y');
                    throw new IOException("the content is missing");
                }))
                .hasMessage("the content is missing");
        assertThat(read(conf, file)).isEqualTo("x");
        assertThatThrownBy(() -> AtomicFile.write(conf, file, false, out -> out.write('z')))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("exists");
    }
}
