package io.jointae.data.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.DatasetOutput;
import io.jointae.data.Example;
import io.jointae.data.Manifest;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Shape;
import io.jointae.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** Prepares a user's own data in a test. */
final class CustomDatasets {

    private final SparkSession spark;
    private final Path dir;

    CustomDatasets(SparkSession spark, Path dir) {
        this.spark = spark;
        this.dir = dir;
    }

    CustomDatasetRequest request(
            SourceFormat format, Path source, String label, Shape size, double scale, boolean skipInvalid) {
        CustomInput input = new CustomInput(
                format,
                source.toString(),
                label,
                new CsvColumns(",", label != null && format == SourceFormat.CSV),
                new PixelOptions(null, size, scale),
                skipInvalid);
        return new CustomDatasetRequest(
                "mine",
                input,
                new SplitShares(0.2, 0.1, 1),
                new DatasetOutput(dir.resolve("out").toString(), true, 7));
    }

    Manifest prepare(CustomDatasetRequest request) throws IOException {
        return new CustomDatasetPreparation(spark, line -> {}).run(request);
    }

    TreeMap<Long, Example> rows(Split split) throws IOException {
        TreeMap<Long, Example> rows = new TreeMap<>();
        PreparedDataset.open(spark, dir.resolve("out/mine").toString())
                .examples(split)
                .toLocalIterator()
                .forEachRemaining(row -> rows.put(row.getId(), row));
        for (long id = 0; id < rows.size(); id++) {
            assertThat(rows).containsKey(id);
        }
        return rows;
    }

    void assertRefused(CustomDatasetRequest request, String what) {
        assertThatThrownBy(() -> prepare(request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(what)
                .hasMessageNotContaining("\n");
        assertThat(dir.resolve("out/mine")).doesNotExist();
    }

    /** Writes rows with the label i % 3 and the values i, 255, 0. */
    Path csv(int rows) throws IOException {
        StringBuilder text = new StringBuilder("a,class,b,c\n");
        for (int i = 0; i < rows; i++) {
            text.append(i).append(',').append(i % 3).append(",255,0\n");
        }
        Path file = dir.resolve("rows.csv");
        Files.writeString(file, text);
        return file;
    }
}
