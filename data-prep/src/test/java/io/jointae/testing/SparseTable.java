package io.jointae.testing;

import io.jointae.data.recipe.RowRandom;
import java.io.Serializable;
import java.util.TreeMap;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Generates sparse vectors like those of texts: each row has one of ten topics as its label, and half of its values are at
 * positions of its topic. A row is a function of its number. The values are floats in (0, 1) that hardly ever repeat, which
 * is the worst case for the size of a file and of the training data.
 *
 * @param rows the number of rows
 * @param width the number of values per row, at least 10
 * @param perRow the number of values per row that are not 0, at most a tenth of the width
 */
public record SparseTable(long rows, int width, int perRow) implements Serializable {

    private static final int TOPICS = 10;

    /** The number of random floats, so that each is exact. */
    private static final int LEVELS = 1 << 24;

    private static final int ROWS_PER_FILE = 50_000;

    /** Returns the table with the columns {@code id}, {@code label} and {@code words}. */
    public Dataset<Row> table(SparkSession spark) {
        StructType schema = new StructType()
                .add("id", DataTypes.LongType, false)
                .add("label", DataTypes.IntegerType, false)
                .add("words", SQLDataTypes.VectorType(), false);
        SparseTable table = this;
        int files = (int) Math.max(1, rows / ROWS_PER_FILE);
        return spark.createDataFrame(
                spark.range(0, rows, 1, files).toJavaRDD().map(id -> {
                    int label = (int) (id % TOPICS);
                    return RowFactory.create(id, label, table.vector(id, label));
                }),
                schema);
    }

    private Vector vector(long id, int topic) {
        RowRandom random = new RowRandom(1, 0, id);
        int words = width / TOPICS;
        TreeMap<Integer, Double> values = new TreeMap<>();
        while (values.size() < perRow) {
            boolean ofTopic = values.size() < perRow / 2;
            int position = ofTopic ? topic * words + random.nextInt(words) : random.nextInt(width);
            values.put(position, (1 + random.nextInt(LEVELS - 1)) / (double) LEVELS);
        }
        int[] positions = values.keySet().stream().mapToInt(Integer::intValue).toArray();
        double[] stored =
                values.values().stream().mapToDouble(Double::doubleValue).toArray();
        return Vectors.sparse(width, positions, stored);
    }

    /** Writes a table as Parquet files: the arguments are the folder, the rows, the width and the values per row. */
    public static void main(String[] args) {
        SparkSession spark = SparkSession.builder()
                .appName("a table of sparse vectors")
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .getOrCreate();
        new SparseTable(Long.parseLong(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]))
                .table(spark)
                .write()
                .parquet(args[0]);
        spark.stop();
    }
}
