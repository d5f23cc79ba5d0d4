package io.jointae.data.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jointae.data.DatasetOutput.StorageRequest;
import io.jointae.data.InputErrors;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import io.jointae.testing.FuzzedFile;
import io.jointae.testing.FuzzedParquet;
import io.jointae.testing.FuzzedTask;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged Parquet files for {@code prepare}: they are read or refused as invalid input, by the driver or by the task that
 * makes examples of the rows. Tasks use both of Spark's readers, the one that reads columns and the one that reads rows.
 */
class ParquetFuzzTest {

    private static final String PNG = "89504e470d0a1a0a0000000d494844520000000200000002080000000057dd52f80000000e494441"
            + "54789c6310506030700000017600a1ec308af40000000049454e44ae426082";

    private static final FuzzedParquet VECTORS;
    private static final FuzzedParquet IMAGES;
    private static final List<FuzzedTask> VECTOR_TASKS = new ArrayList<>();
    private static final List<FuzzedTask> IMAGE_TASKS = new ArrayList<>();

    private static final byte[] SOUND = sample("vectors", "vectors-snappy");

    static {
        SparkSession columns = TestSessions.builder(1).getOrCreate();
        SparkSession rows = columns.newSession();
        rows.conf().set("spark.sql.parquet.enableVectorizedReader", false);
        try {
            VECTORS = new FuzzedParquet(
                    columns,
                    "cast(id % 3 as int) as class",
                    "transform(sequence(1, 12), i -> float(id % i) / 12) as v");
            IMAGES = new FuzzedParquet(
                    columns, "id % 3 as class", "named_struct('bytes', unhex('" + PNG + "'), 'path', 'a') as image");
            for (SparkSession spark : List.of(columns, rows)) {
                VECTOR_TASKS.add(task(spark, VECTORS, null));
                IMAGE_TASKS.add(task(spark, IMAGES, Shape.gray(2, 2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FuzzedTask task(SparkSession spark, FuzzedParquet file, Shape size) throws IOException {
        String source = file.path().toString();
        CustomInput input = new CustomInput(
                SourceFormat.PARQUET, source, "class", CsvColumns.commas(), new PixelOptions(null, size, 1), false);
        InputErrors errors = new InputErrors(JavaSparkContext.fromSparkContext(spark.sparkContext()));
        return new FuzzedTask(new ParquetFinder(input, StorageRequest.DENSE, spark, new Configuration(), errors)
                .find(Map.of(Split.TRAIN, new Path(source)))
                .splits()
                .get(Split.TRAIN)
                .rows()
                .rdd());
    }

    @FuzzTest(maxDuration = "6h")
    void vectors(byte[] bytes) {
        VECTORS.write(bytes);
        FuzzedTask.parse(bytes, VECTORS::open, VECTOR_TASKS);
    }

    @FuzzTest(maxDuration = "6h")
    void images(byte[] bytes) {
        IMAGES.write(bytes);
        FuzzedTask.parse(bytes, IMAGES::open, IMAGE_TASKS);
    }

    /** With an end that fits, the fuzzer reaches the code that reads footers. */
    @FuzzTest(maxDuration = "6h")
    void footer(byte[] bytes) {
        VECTORS.write(SOUND, bytes);
        FuzzedTask.parse(bytes, VECTORS::open, VECTOR_TASKS);
    }

    /** Both readers read the samples; a campaign chooses one of them for each input. */
    @ParameterizedTest
    @ValueSource(strings = {"too-few-levels", "unknown-type", "too-few-bytes"})
    void bothReadersRefuseAFileThatSparkWouldNotRefuse(String name) {
        VECTORS.write(sample("vectors", name));
        assertThat(VECTOR_TASKS).allMatch(task -> !FuzzedFile.parse(task::run));
    }

    @Test
    void theTasksReadSoundFiles() throws IOException {
        for (String sample : List.of("vectors-snappy", "vectors-checksums-zstd")) {
            VECTORS.write(sample("vectors", sample));
            VECTORS.open();
            assertThat(VECTOR_TASKS).extracting(FuzzedTask::run).containsExactly(20L, 20L);
        }
        IMAGES.write(sample("images", "images-snappy"));
        IMAGES.open();
        assertThat(IMAGE_TASKS).extracting(FuzzedTask::run).containsExactly(3L, 3L);
    }

    private static byte[] sample(String test, String name) {
        try (InputStream in = ParquetFuzzTest.class.getResourceAsStream("ParquetFuzzTestInputs/" + test + "/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
