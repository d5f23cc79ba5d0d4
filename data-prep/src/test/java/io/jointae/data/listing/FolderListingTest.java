package io.jointae.data.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderListingTest {

    @TempDir
    private Path dir;

    private void write(String file) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, file);
    }

    @Test
    void visibleFilesOfAllLevelsAreListedInTheOrderOfTheirPaths() throws IOException {
        for (int label = 9; label >= 0; label--) {
            write("label" + label + "/deep/er/b.png");
            write("label" + label + "/a.png");
        }
        write("top.png");
        write("_part=1/c.png");
        write(".hidden/d.png");
        write("_hidden/e.png");
        write("label0/_hidden");
        Files.createDirectories(dir.resolve("empty"));
        try (SparkSession spark = TestSessions.local()) {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            List<ListedFile> files = FolderListing.files(
                    context, new Configuration(), List.of(new org.apache.hadoop.fs.Path(dir.toUri())));
            assertThat(files).hasSize(22).allSatisfy(file -> {
                assertThat(file.isFolder()).isFalse();
                assertThat(file.bytes())
                        .isEqualTo(Files.size(Path.of(URI.create(file.path()).getPath())));
            });
            assertThat(files).extracting(ListedFile::path).isSorted().allMatch(path -> !path.contains("hidden"));
            assertThatThrownBy(() -> FolderListing.files(
                            context,
                            new Configuration(),
                            List.of(new org.apache.hadoop.fs.Path(
                                    dir.resolve("absent").toUri()))))
                    .isInstanceOf(IOException.class);
        }
    }
}
