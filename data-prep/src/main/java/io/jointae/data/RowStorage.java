package io.jointae.data;

import io.jointae.feature.SparseRow;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** How the files of a dataset store the values of a row. */
public enum RowStorage {

    /** The column {@code pixels} is an array of all values. */
    DENSE(PreparedDataset.SCHEMA) {
        @Override
        Dataset<Row> table(SparkSession spark, JavaRDD<Example> rows) {
            return spark.createDataset(rows.rdd(), EXAMPLES).toDF();
        }

        @Override
        JavaRDD<Example> examples(Dataset<Row> table) {
            return table.as(EXAMPLES).toJavaRDD();
        }
    },

    /**
     * The column {@code pixels} is a sparse vector of Spark ML, which Spark's own stages read. Its values are doubles, each
     * of which is a float.
     */
    SPARSE(new StructType()
            .add("id", DataTypes.LongType, false)
            .add("label", DataTypes.IntegerType, false)
            .add("pixels", SQLDataTypes.VectorType(), false)) {
        @Override
        Dataset<Row> table(SparkSession spark, JavaRDD<Example> rows) {
            JavaRDD<Row> vectors =
                    rows.map(row -> RowFactory.create(row.getId(), row.getLabel(), vector(row.toSparse())));
            return spark.createDataFrame(vectors, schema());
        }

        @Override
        JavaRDD<Example> examples(Dataset<Row> table) {
            return table.toJavaRDD().map(row -> {
                SparseVector vector = (SparseVector) row.get(2);
                SparseRow values = SparseRow.of(vector.size(), vector.indices(), vector.values());
                return Example.ofSparse(row.getLong(0), row.getInt(1), values);
            });
        }
    };

    /** The encoder of rows of all values. */
    static final Encoder<Example> EXAMPLES = Encoders.bean(Example.class);

    private final StructType schema;

    RowStorage(StructType schema) {
        this.schema = schema;
    }

    /** Returns the columns of the files. */
    StructType schema() {
        return schema;
    }

    /** Returns rows as a table with the columns of the files. */
    abstract Dataset<Row> table(SparkSession spark, JavaRDD<Example> rows);

    /** Returns the rows of a table that was read from the files, as it stores them. */
    abstract JavaRDD<Example> examples(Dataset<Row> table);

    private static Vector vector(SparseRow row) {
        double[] values = new double[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.values()[i];
        }
        return Vectors.sparse(row.width(), row.indices(), values);
    }
}
