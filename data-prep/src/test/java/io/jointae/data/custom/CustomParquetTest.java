package io.jointae.data.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.functions;
import org.junit.jupiter.api.Test;

/** Columns of arrays and of vectors in Parquet files are read, and other types are refused. */
class CustomParquetTest extends CustomDatasetFixture {

    @Test
    void parquetArraysAndVectorsGiveTheRowsOfTheSameCsv() throws IOException {
        Manifest fromCsv =
                datasets.prepare(datasets.request(SourceFormat.CSV, datasets.csv(100), "class", null, 255, false));
        var table = spark.range(100)
                .repartition(1)
                .sortWithinPartitions("id")
                .selectExpr("cast(id % 3 as int) as class", "array(double(id), 255d, 0d) as values", "'x' as word");
        Path arrays = dir.resolve("arrays");
        table.write().parquet(arrays.toString());
        Manifest fromArrays =
                datasets.prepare(datasets.request(SourceFormat.PARQUET, arrays, "class", null, 255, false));
        assertThat(fromArrays.hash()).isEqualTo(fromCsv.hash());
        Path vectors = dir.resolve("vectors");
        // Names that mean something else in an expression of Spark.
        table.withColumn("values", functions.array_to_vector(table.col("values")))
                .withColumnRenamed("values", "val`u.es")
                .withColumnRenamed("class", "cl`a.ss")
                .write()
                .parquet(vectors.toString());
        assertThat(datasets.prepare(datasets.request(SourceFormat.PARQUET, vectors, "cl`a.ss", null, 255, false))
                        .hash())
                .isEqualTo(fromCsv.hash());
    }

    @Test
    void parquetOfTheWrongTypeIsRefused() throws IOException {
        Path strings = dir.resolve("strings");
        spark.range(3).selectExpr("array('a', 'b') as values", "id").write().parquet(strings.toString());
        datasets.assertRefused(
                datasets.request(SourceFormat.PARQUET, strings, null, null, 1, false),
                "0 columns of arrays of numbers");
        Path labels = dir.resolve("labels");
        spark.range(3)
                .selectExpr("array(0.5f) as values", "'a' as class")
                .write()
                .parquet(labels.toString());
        datasets.assertRefused(
                datasets.request(SourceFormat.PARQUET, labels, "class", null, 1, false),
                "the label column 'class' has the type string instead of a whole number.");
        Path holes = dir.resolve("holes");
        spark.range(3)
                .selectExpr("if(id = 2, array(0.5f, null), array(0.5f, 0.5f)) as values")
                .repartition(1)
                .write()
                .parquet(holes.toString());
        datasets.assertRefused(
                datasets.request(SourceFormat.PARQUET, holes, null, null, 1, false), "has no values instead of 2.");
        Path ragged = dir.resolve("ragged");
        spark.range(3)
                .repartition(1)
                .sortWithinPartitions("id")
                .selectExpr("if(id = 2, array(0.5f), array(0.5f, 0.5f)) as values")
                .write()
                .parquet(ragged.toString());
        datasets.assertRefused(
                datasets.request(SourceFormat.PARQUET, ragged, null, null, 1, false),
                "row 3 has 1 value instead of 2.");
        Path text = dir.resolve("text.parquet");
        Files.writeString(text, "no parquet");
        datasets.assertRefused(
                datasets.request(SourceFormat.PARQUET, text, null, null, 1, false), "is not a Parquet file");
    }
}
