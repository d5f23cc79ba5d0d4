package io.jointae.evaluate.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.sample.SamplingPlan.Draw;
import io.jointae.testing.TestSessions;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sample folders: one that version 0.1.0 wrote, and the same one written today. */
class SampleFilesTest {

    private static final SamplingProvenance PROVENANCE =
            new SamplingProvenance("DAE-2J", "0123abcd", "bars", new SamplingPlan(6, 2, 3, 4, Draw.MEAN, 9), null);

    /** The samples of the stored folder, by id. */
    private static final Map<Long, float[]> PIXELS = Map.of(
            0L, new float[] {0, 0.25f, 0.5f, 1},
            1L, new float[] {1, 0.75f, 0.5f, 0},
            2L, new float[] {0.125f, 0.25f, 0.375f, 0.5f},
            3L, new float[] {1, 1, 1, 1},
            4L, new float[] {0, 0, 0, 0},
            5L, new float[] {0.5f, 0.5f, 0.5f, 0.5f});

    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Path storedFolder() throws URISyntaxException {
        return Path.of(SampleFilesTest.class.getResource("samples-format-1").toURI());
    }

    private static Map<Long, float[]> read(Path directory) throws Exception {
        Map<Long, float[]> pixels = new HashMap<>();
        for (RowBlock block : SampleFiles.read(spark, directory.toString()).collect()) {
            pixels.put(block.ids()[0], block.values());
        }
        return pixels;
    }

    @Test
    void samplesOfVersion010AreRead() throws Exception {
        Map<Long, float[]> pixels = read(storedFolder());
        assertThat(pixels).hasSize(6);
        PIXELS.forEach((id, expected) -> assertThat(pixels.get(id)).isEqualTo(expected));
    }

    @Test
    void provenanceOfVersion010IsReadAndWrittenWithTheSameKeys() throws Exception {
        Path stored = storedFolder().resolve(SampleFiles.PROVENANCE);
        assertThat(Json.read(
                        new Configuration(),
                        new org.apache.hadoop.fs.Path(stored.toString()),
                        SamplingProvenance.class))
                .isEqualTo(PROVENANCE);
        Path out = folder.resolve("today");
        RowBlock first = new RowBlock(new long[] {0}, new int[1], PIXELS.get(0L));
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        SampleFiles.write(
                spark,
                context.parallelize(List.of(first), 1),
                PROVENANCE,
                new org.apache.hadoop.fs.Path(out.toString()));
        assertThat(Files.readString(out.resolve(SampleFiles.PROVENANCE))).isEqualTo(Files.readString(stored));
        assertThat(read(out).get(0L)).isEqualTo(PIXELS.get(0L));
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> SampleFiles.read(spark, folder.resolve("none").toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("samples ")
                .hasMessageContaining("none: the folder does not exist");
    }
}
