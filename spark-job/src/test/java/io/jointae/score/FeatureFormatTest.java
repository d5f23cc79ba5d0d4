package io.jointae.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** What is written page by page is what Spark's own writer would have written, to each of Spark's readers. */
class FeatureFormatTest {

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Fixtures.spark();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Nulls, empty arrays and lengths that vary, in two columns of floats among others. */
    private static Dataset<Row> ragged(int n) {
        StructType schema = new StructType()
                .add("a", DataTypes.createArrayType(DataTypes.FloatType, false))
                .add("id", DataTypes.IntegerType, false)
                .add("text", DataTypes.createArrayType(DataTypes.StringType))
                .add("b", DataTypes.createArrayType(DataTypes.FloatType, false), false);
        List<Row> rows = new ArrayList<>();
        for (int id = 0; id < n; id++) {
            Float[] a = id % 7 == 3
                    ? null
                    : Fixtures.boxed(Fixtures.pixels(id, id % 5)).toArray(new Float[0]);
            Float[] b = Fixtures.boxed(Fixtures.pixels(-id, id % 11 == 0 ? 900 : 40))
                    .toArray(new Float[0]);
            rows.add(RowFactory.create(a, id, id % 4 == 0 ? null : new String[] {"x" + id, null}, b));
        }
        return spark.createDataFrame(rows, schema);
    }

    @Test
    void everyReaderReadsWhatWasWritten(@TempDir Path dir) {
        Dataset<Row> rows = ragged(700);
        List<String> wanted = strings(rows);
        int number = 0;
        for (String codec : List.of("uncompressed", "zstd", "snappy")) {
            for (String pageBytes : List.of("1048576", "3000")) {
                for (String rowGroupBytes : List.of("134217728", "20000")) {
                    String path = dir.resolve("out" + number++).toString();
                    rows.repartition(2)
                            .write()
                            .format(FeatureFormat.NAME)
                            .option("compression", codec)
                            .option("parquet.page.size", pageBytes)
                            .option("parquet.block.size", rowGroupBytes)
                            .save(path);
                    for (boolean vectorised : new boolean[] {true, false}) {
                        spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorised);
                        assertThat(strings(spark.read().parquet(path))).isEqualTo(wanted);
                        assertThat(spark.read().parquet(path).where("id >= 350").count())
                                .isEqualTo(350);
                    }
                    spark.conf().unset("spark.sql.parquet.enableVectorizedReader");
                }
            }
        }
    }

    private static List<String> strings(Dataset<Row> rows) {
        return rows.orderBy("id").collectAsList().stream().map(Row::toString).toList();
    }
}
