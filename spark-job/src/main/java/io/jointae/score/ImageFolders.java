package io.jointae.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.jointae.data.Shape;
import io.jointae.data.source.DecodedImage;
import io.jointae.encode.column.InputColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads folders of image files as a table with the columns {@code path} and {@code pixels}. An image that cannot be
 * decoded has null pixels, which makes its row invalid.
 */
public final class ImageFolders {

    private static final int IMAGES_PER_TASK = 500;

    /** One image. It is a bean for Spark's bean encoder. */
    public static final class Image implements Serializable {
        private String path;
        private float[] pixels;

        /** Returns the path of the file. */
        public String getPath() {
            return path;
        }

        /** Sets the path of the file. */
        public void setPath(String path) {
            this.path = path;
        }

        /** Returns the pixels, {@code [height, width, channels]} in [0, 1]; null if the file cannot be decoded. */
        public float[] getPixels() {
            return pixels;
        }

        /** Sets the pixels, {@code [height, width, channels]}. */
        public void setPixels(float[] pixels) {
            this.pixels = pixels;
        }
    }

    private ImageFolders() {}

    /** Returns the table of some files, whose images are scaled to a size unless it is null. */
    static Dataset<Row> table(SparkSession spark, Configuration conf, List<Path> images, Shape size) {
        SerializableConfiguration serializable = new SerializableConfiguration(conf);
        List<String> sorted = images.stream().map(Path::toString).sorted().toList();
        int tasks = (sorted.size() + IMAGES_PER_TASK - 1) / IMAGES_PER_TASK;
        return spark.createDataset(
                        JavaSparkContext.fromSparkContext(spark.sparkContext())
                                .parallelize(sorted, tasks)
                                .map(file -> read(file, size, serializable.value()))
                                .rdd(),
                        Encoders.bean(Image.class))
                .select(col("path"), col("pixels"), col("path").as(InputColumns.FILE), lit(0L).as(InputColumns.ROW));
    }

    private static Image read(String file, Shape size, Configuration conf) throws IOException {
        Path path = new Path(file);
        byte[] bytes;
        try (InputStream in = path.getFileSystem(conf).open(path)) {
            bytes = in.readNBytes(DecodedImage.mostBytes());
        }
        Image image = new Image();
        image.setPath(file);
        try {
            DecodedImage decoded = DecodedImage.decode(new ByteArrayInputStream(bytes));
            image.setPixels((size == null ? decoded : decoded.scaledTo(size)).values());
        } catch (IOException notAnImage) {
            // The row becomes invalid, and the policy for invalid rows decides what happens to it.
            image.setPixels(null);
        }
        return image;
    }
}
