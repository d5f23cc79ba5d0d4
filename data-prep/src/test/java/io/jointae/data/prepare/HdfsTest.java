package io.jointae.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.DatasetOutput;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.data.describe.LabelSheet;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prepares data on a real HDFS with one data node and reads them back. */
@Tag("cluster")
class HdfsTest {

    private static final Map<Split, Long> COUNTS = Map.of(Split.TRAIN, 300L, Split.VALID, 100L, Split.TEST, 200L);

    @TempDir
    private static Path dir;

    private static MiniDFSCluster cluster;
    private static SparkSession spark;
    private static String root;

    @BeforeAll
    static void start() throws IOException {
        Configuration conf = new Configuration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, dir.toString());
        cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
        cluster.waitActive();
        root = cluster.getFileSystem().getUri() + "/data";
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        if (spark != null) {
            spark.stop();
        }
        if (cluster != null) {
            cluster.shutdown();
        }
    }

    private static Manifest prepare(String out, boolean overwrite) throws IOException {
        PaperDatasetRequest request = new PaperDatasetRequest(
                Catalog.get("rectangles"), null, null, COUNTS, 1, new DatasetOutput(out, overwrite, 60));
        return new PaperDatasetPreparation(spark, line -> {}).run(request);
    }

    @Test
    void aDatasetOnHdfsEqualsOneOnDisk() throws IOException {
        Manifest local = prepare(dir.resolve("local").toString(), false);
        Manifest remote = prepare(root, false);
        assertThat(remote.hash()).isEqualTo(local.hash());
        PreparedDataset data = PreparedDataset.open(spark, root + "/rectangles");
        assertThat(data.rows(Split.TEST).count()).isEqualTo(200);
        assertThat(data.dir()).startsWith("hdfs://");

        assertThatThrownBy(() -> prepare(root, false)).isInstanceOf(InvalidInputException.class);
        prepare(root, true);
        FileSystem files = cluster.getFileSystem();
        assertThat(files.listStatus(new org.apache.hadoop.fs.Path(root)))
                .extracting(FileStatus::getPath)
                .extracting(org.apache.hadoop.fs.Path::getName)
                .containsExactly("rectangles");

        org.apache.hadoop.fs.Path sheet = new org.apache.hadoop.fs.Path(root, "sheet.png");
        LabelSheet.write(LabelSheet.draw(data), files, sheet);
        assertThat(files.getFileStatus(sheet).getLen()).isPositive();

        org.apache.hadoop.fs.Path part = new org.apache.hadoop.fs.Path(
                root, "rectangles/" + data.manifest().files().get(0).path());
        byte[] changed = new byte[(int) files.getFileStatus(part).getLen()];
        Arrays.fill(changed, "x".getBytes(StandardCharsets.US_ASCII)[0]);
        try (var out = files.create(part, true)) {
            out.write(changed);
        }
        assertThatThrownBy(() -> PreparedDataset.open(spark, root + "/rectangles"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has changed");
    }
}
