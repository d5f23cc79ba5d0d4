package io.jointae.score.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.encode.ScoringFixtures;
import io.jointae.testing.TestSessions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.statistics.FloatStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that Spark's readers read the same rows from our files as from the files of Spark's own writer. */
class FeatureFormatTest {

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Returns rows with nulls, empty arrays and varying lengths in two columns of floats between other columns. */
    private static Dataset<Row> rowsOfVaryingLength(int n) {
        StructType schema = new StructType()
                .add("a", DataTypes.createArrayType(DataTypes.FloatType, false))
                .add("id", DataTypes.IntegerType, false)
                .add("text", DataTypes.createArrayType(DataTypes.StringType))
                .add("b", DataTypes.createArrayType(DataTypes.FloatType, false), false);
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < n; id++) {
            Float[] a = id % 7 == 3
                    ? null
                    : ScoringFixtures.boxed(ScoringFixtures.pixels(id, id % 5)).toArray(new Float[0]);
            Float[] b = ScoringFixtures.boxed(ScoringFixtures.pixels(-id, id % 11 == 0 ? 900 : 40))
                    .toArray(new Float[0]);
            rows.add(RowFactory.create(a, id, id % 4 == 0 ? null : new String[] {"x" + id, null}, b));
        }
        return spark.createDataFrame(rows, schema);
    }

    @Test
    void bothReadersReadTheWrittenRows(@TempDir Path dir) {
        Dataset<Row> rows = rowsOfVaryingLength(700);
        List<String> expected = strings(rows);
        int number = 0;
        for (String codec : List.of("uncompressed", "zstd", "snappy")) {
            for (String pageBytes : List.of("1048576", "3000")) {
                for (String rowGroupBytes : List.of("134217728", "20000")) {
                    if (!codec.equals("zstd") && (pageBytes.equals("3000") != rowGroupBytes.equals("20000"))) {
                        // Every size is tried with every codec, and the mixed ones with one codec.
                        continue;
                    }
                    String path = dir.resolve("out" + number++).toString();
                    rows.repartition(2)
                            .write()
                            .format(FeatureFormat.NAME)
                            .option("compression", codec)
                            .option("parquet.page.size", pageBytes)
                            .option("parquet.block.size", rowGroupBytes)
                            .save(path);
                    for (boolean vectorized : new boolean[] {true, false}) {
                        spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);
                        assertThat(strings(spark.read().parquet(path))).isEqualTo(expected);
                        assertThat(spark.read().parquet(path).where("id >= 350").count())
                                .isEqualTo(350);
                    }
                    spark.conf().unset("spark.sql.parquet.enableVectorizedReader");
                }
            }
        }
    }

    @Test
    void statisticsAndPageIndexEqualThoseOfSparksWriter(@TempDir Path dir) throws IOException {
        Dataset<Row> rows = rowsOfVaryingLength(700).coalesce(1);
        String ours = dir.resolve("ours").toString();
        String sparks = dir.resolve("sparks").toString();
        rows.write().format(FeatureFormat.NAME).save(ours);
        rows.write().parquet(sparks);
        try (ParquetFileReader our = openOnlyFile(ours);
                ParquetFileReader theirs = openOnlyFile(sparks)) {
            List<ColumnChunkMetaData> chunks =
                    our.getFooter().getBlocks().get(0).getColumns();
            for (int i = 0; i < chunks.size(); i++) {
                ColumnChunkMetaData expected =
                        theirs.getFooter().getBlocks().get(0).getColumns().get(i);
                assertThat(chunks.get(i).getPath()).isEqualTo(expected.getPath());
                assertThat(chunks.get(i).getValueCount()).isEqualTo(expected.getValueCount());
                assertThat(chunks.get(i).getStatistics()).isEqualTo(expected.getStatistics());
                assertThat(our.readColumnIndex(chunks.get(i)).getNullPages()).isEqualTo(List.of(false));
            }
        }
    }

    @Test
    void aColumnIsCompressedOnlyWhereItsFirstPageShrinksByAFifth(@TempDir Path dir) throws IOException {
        StructType schema = new StructType()
                .add("id", DataTypes.IntegerType, false)
                .add("zeros", DataTypes.createArrayType(DataTypes.FloatType, false))
                .add("pixels", DataTypes.createArrayType(DataTypes.FloatType, false))
                .add("oneEighthZeros", DataTypes.createArrayType(DataTypes.FloatType, false))
                .add("halfZeros", DataTypes.createArrayType(DataTypes.FloatType, false));
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < 200; id++) {
            Float[] zeros = Collections.nCopies(40, 0f).toArray(new Float[0]);
            Float[] pixels =
                    ScoringFixtures.boxed(ScoringFixtures.pixels(id, 40)).toArray(new Float[0]);
            rows.add(RowFactory.create(id, zeros, pixels, id % 8 == 0 ? zeros : pixels, id % 2 == 0 ? zeros : pixels));
        }
        Dataset<Row> table = spark.createDataFrame(rows, schema).coalesce(1);
        String path = dir.resolve("out").toString();
        table.write().format(FeatureFormat.NAME).option("compression", "snappy").save(path);
        try (ParquetFileReader file = openOnlyFile(path)) {
            assertThat(file.getFooter().getBlocks().get(0).getColumns())
                    .extracting(ColumnChunkMetaData::getCodec)
                    .containsExactly(
                            CompressionCodecName.SNAPPY,
                            CompressionCodecName.SNAPPY,
                            CompressionCodecName.UNCOMPRESSED,
                            CompressionCodecName.UNCOMPRESSED,
                            CompressionCodecName.SNAPPY);
        }
        assertThat(strings(spark.read().parquet(path))).isEqualTo(strings(table));
    }

    @Test
    void boundsLeaveOutWhatIsNotANumber(@TempDir Path dir) throws IOException {
        StructType schema = new StructType()
                .add("id", DataTypes.IntegerType, false)
                .add("a", DataTypes.createArrayType(DataTypes.FloatType, false));
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < 300; id++) {
            Float[] a = ScoringFixtures.boxed(ScoringFixtures.pixels(id, 300)).toArray(new Float[0]);
            a[id] = id % 3 == 0 ? Float.NaN : id == 7 ? -3f : a[id];
            rows.add(RowFactory.create(id, a));
        }
        String path = dir.resolve("out").toString();
        spark.createDataFrame(rows, schema)
                .coalesce(1)
                .write()
                .format(FeatureFormat.NAME)
                .save(path);
        try (ParquetFileReader file = openOnlyFile(path)) {
            FloatStatistics statistics = (FloatStatistics)
                    file.getFooter().getBlocks().get(0).getColumns().get(1).getStatistics();
            assertThat(statistics.getMin()).isEqualTo(-3f);
            assertThat(statistics.getMax()).isBetween(0.9f, 1f);
        }
    }

    private static ParquetFileReader openOnlyFile(String folder) throws IOException {
        File[] files = new File(folder).listFiles((dir, name) -> name.endsWith(".parquet"));
        assertThat(files).hasSize(1);
        return ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(files[0].getPath()), new Configuration()));
    }

    private static List<String> strings(Dataset<Row> rows) {
        return rows.orderBy("id").collectAsList().stream().map(Row::toString).toList();
    }
}
