package io.jointae.evaluate.sample;

import io.jointae.base.AtomicRename;
import io.jointae.base.CommittedFolder;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.data.table.InPlaceTable;
import io.jointae.evaluate.data.RowBlock;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes and reads samples on disk: {@code DIR/samples/*.parquet} with the columns {@code id: long, chain: int, pixels:
 * array<float>}, in the order of the ids, and {@code DIR/sampling.json}, which holds the {@link SamplingProvenance}.
 */
public final class SampleFiles {

    /** The name of the folder with the Parquet files. */
    public static final String FOLDER = "samples";

    /** The name of the file that holds the provenance. */
    public static final String PROVENANCE = "sampling.json";

    private SampleFiles() {}

    /** A row of the files, as a bean for Spark's encoder. */
    public static final class SampleBean implements Serializable {
        private long id;
        private int chain;
        private float[] pixels;

        /** Returns the id of the sample. */
        public long getId() {
            return id;
        }

        /** Sets the id of the sample. */
        public void setId(long id) {
            this.id = id;
        }

        /** Returns the number of the chain. */
        public int getChain() {
            return chain;
        }

        /** Sets the number of the chain. */
        public void setChain(int chain) {
            this.chain = chain;
        }

        /** Returns the pixels. */
        public float[] getPixels() {
            return pixels;
        }

        /** Sets the pixels. */
        public void setPixels(float[] pixels) {
            this.pixels = pixels;
        }
    }

    /**
     * Writes samples and their provenance.
     *
     * @param spark session that runs the job
     * @param samples blocks of samples; labels are chain numbers
     * @param provenance where the samples come from
     * @param directory folder that does not exist yet
     * @throws IOException if the files cannot be written
     */
    public static void write(
            SparkSession spark, JavaRDD<RowBlock> samples, SamplingProvenance provenance, Path directory)
            throws IOException {
        JavaRDD<SampleBean> rows = samples.flatMap(block -> rows(block).iterator());
        Dataset<Row> table =
                spark.createDataset(rows.rdd(), Encoders.bean(SampleBean.class)).select("id", "chain", "pixels");
        Configuration conf = spark.sessionState().newHadoopConf();
        FileSystem fileSystem = directory.getFileSystem(conf);
        Path folder = new Path(directory, FOLDER);
        if (AtomicRename.isOfferedBy(fileSystem)) {
            table.write().parquet(folder.toString());
        } else {
            InPlaceTable.write(
                    table, new ParquetFileFormat(), folder, UUID.randomUUID().toString());
        }
        Json.write(fileSystem, new Path(directory, PROVENANCE), provenance);
    }

    private static List<SampleBean> rows(RowBlock block) {
        SampleBean[] rows = new SampleBean[block.rows()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new SampleBean();
            rows[i].setId(block.ids()[i]);
            rows[i].setChain(block.labels()[i]);
            rows[i].setPixels(Arrays.copyOfRange(block.values(), i * block.width(), (i + 1) * block.width()));
        }
        return List.of(rows);
    }

    /**
     * Reads samples that {@link #write} wrote, or any Parquet files with a column {@code pixels: array<float>}.
     *
     * @param spark session that reads the files
     * @param directory folder of the samples
     * @return samples with consecutive ids from 0, one per block
     * @throws InvalidInputException if there are no such files
     * @throws IOException if the file system fails
     */
    public static JavaRDD<RowBlock> read(SparkSession spark, String directory) throws IOException {
        Configuration conf = spark.sessionState().newHadoopConf();
        Path path = CommittedFolder.of(conf, directory).path();
        FileSystem fileSystem = path.getFileSystem(conf);
        Path inner = new Path(path, FOLDER);
        Path files = fileSystem.exists(inner) ? inner : path;
        if (!fileSystem.exists(files)) {
            throw InvalidInputException.ofField(
                    "samples",
                    "%s: the folder does not exist: choose a folder that the sample command wrote.",
                    directory);
        }
        StructType schema = schema(spark, files, directory);
        if (!List.of(schema.fieldNames()).contains("pixels")
                || !(schema.apply("pixels").dataType() instanceof ArrayType array)
                || !array.elementType().equals(DataTypes.FloatType)) {
            throw InvalidInputException.ofField(
                    "samples",
                    "%s: the Parquet files have no column pixels of type array<float>: choose a folder that the sample"
                            + " command wrote.",
                    directory);
        }
        return spark.read()
                .parquet(files.toString())
                .select("pixels")
                .as(Encoders.bean(PixelsBean.class))
                .toJavaRDD()
                .zipWithIndex()
                .map(row -> new RowBlock(new long[] {row._2()}, new int[1], pixels(row._1(), row._2(), directory)));
    }

    /** Returns the provenance of samples; empty for files that the command {@code sample} has not written. */
    static Optional<SamplingProvenance> provenance(Configuration conf, String directory) throws IOException {
        Path file = new Path(CommittedFolder.of(conf, directory).path(), PROVENANCE);
        return file.getFileSystem(conf).exists(file)
                ? Optional.of(Json.read(conf, file, SamplingProvenance.class))
                : Optional.empty();
    }

    private static StructType schema(SparkSession spark, Path files, String directory) {
        try {
            return spark.read().parquet(files.toString()).schema();
        } catch (Exception unreadable) {
            throw InvalidInputException.ofField(
                            "samples",
                            "%s: the files are not readable as Parquet (%s): choose a folder that the sample command"
                                    + " wrote.",
                            directory,
                            unreadable.getMessage())
                    .causedBy(unreadable);
        }
    }

    private static float[] pixels(PixelsBean row, long index, String directory) {
        if (row.getPixels() == null || row.getPixels().length == 0) {
            throw InvalidInputException.ofField(
                    "samples", "%s: sample %d has no pixels: leave such rows out.", directory, index);
        }
        return row.getPixels();
    }

    /** The only column that is read, as a bean for Spark's encoder. */
    public static final class PixelsBean implements Serializable {
        private float[] pixels;

        /** Returns the pixels. */
        public float[] getPixels() {
            return pixels;
        }

        /** Sets the pixels. */
        public void setPixels(float[] pixels) {
            this.pixels = pixels;
        }
    }
}
