package io.jointae.evaluate.sample;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.evaluate.data.RowBlock;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Samples on disk: {@code DIR/samples/*.parquet} with {@code id: long, chain: int, pixels: array<float>}, in
 * the order of ids, and {@code DIR/sampling.json}, which says how they were drawn.
 */
public final class SampleFiles {

    public static final String FOLDER = "samples";
    public static final String PLAN = "sampling.json";

    private SampleFiles() {}

    /** A row of the file; a bean for Spark's encoder. */
    public static final class Sample implements Serializable {
        private long id;
        private int chain;
        private float[] pixels;

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public int getChain() {
            return chain;
        }

        public void setChain(int chain) {
            this.chain = chain;
        }

        public float[] getPixels() {
            return pixels;
        }

        public void setPixels(float[] pixels) {
            this.pixels = pixels;
        }
    }

    /**
     * How samples came to be.
     *
     * @param model name
     * @param parameters hash of the model's
     * @param dataset whose rows the chains began with
     */
    public record Origin(String model, String parameters, String dataset, SamplingPlan plan) {}

    /** Writes into a directory that does not exist yet. */
    public static void write(SparkSession spark, JavaRDD<RowBlock> samples, Origin origin, Path directory)
            throws IOException {
        JavaRDD<Sample> rows = samples.flatMap(block -> rows(block).iterator());
        spark.createDataset(rows.rdd(), Encoders.bean(Sample.class))
                .select("id", "chain", "pixels")
                .write()
                .parquet(new Path(directory, FOLDER).toString());
        Configuration conf = spark.sessionState().newHadoopConf();
        FileSystem fileSystem = directory.getFileSystem(conf);
        Json.write(fileSystem, new Path(directory, PLAN), origin);
    }

    private static List<Sample> rows(RowBlock block) {
        Sample[] rows = new Sample[block.rows()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Sample();
            rows[i].setId(block.ids()[i]);
            rows[i].setChain(block.labels()[i]);
            rows[i].setPixels(java.util.Arrays.copyOfRange(block.values(), i * block.width(), (i + 1) * block.width()));
        }
        return List.of(rows);
    }

    /**
     * Reads what {@link #write} wrote, or any Parquet with {@code pixels: array<float>}.
     *
     * @throws InvalidInputException if there are no such files
     */
    public static JavaRDD<RowBlock> read(SparkSession spark, String directory) throws IOException {
        Path path = new Path(directory);
        Configuration conf = spark.sessionState().newHadoopConf();
        FileSystem fileSystem = path.getFileSystem(conf);
        Path inner = new Path(path, FOLDER);
        Path files = fileSystem.exists(inner) ? inner : path;
        if (!fileSystem.exists(files)) {
            throw InvalidInputException.of("--samples %s: not there: give what sample --out wrote", directory);
        }
        StructType schema = schema(spark, files, directory);
        if (!List.of(schema.fieldNames()).contains("pixels")
                || !(schema.apply("pixels").dataType() instanceof ArrayType array)
                || !array.elementType().equals(DataTypes.FloatType)) {
            throw InvalidInputException.of(
                    "--samples %s: no column pixels of array<float>: give what sample --out wrote", directory);
        }
        return spark.read()
                .parquet(files.toString())
                .select("pixels")
                .as(Encoders.bean(Pixels.class))
                .toJavaRDD()
                .zipWithIndex()
                .map(row -> new RowBlock(new long[] {row._2()}, new int[1], pixels(row._1(), row._2(), directory)));
    }

    private static StructType schema(SparkSession spark, Path files, String directory) {
        try {
            return spark.read().parquet(files.toString()).schema();
        } catch (Exception unreadable) {
            throw new InvalidInputException(
                    "--samples " + directory + ": not Parquet: " + unreadable.getMessage(), unreadable);
        }
    }

    private static float[] pixels(Pixels row, long index, String directory) {
        if (row.getPixels() == null || row.getPixels().length == 0) {
            throw InvalidInputException.of("--samples %s: sample %d is empty", directory, index);
        }
        return row.getPixels();
    }

    /** The one column that is read; a bean for Spark's encoder. */
    public static final class Pixels implements Serializable {
        private float[] pixels;

        public float[] getPixels() {
            return pixels;
        }

        public void setPixels(float[] pixels) {
            this.pixels = pixels;
        }
    }
}
