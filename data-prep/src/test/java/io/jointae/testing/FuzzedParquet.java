package io.jointae.testing;

import io.jointae.base.FileFailures;
import io.jointae.base.InvalidInputException;
import io.jointae.base.parquet.CompleteParquet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;

/**
 * A Parquet file with bytes that a fuzzer chose. Tasks are planned while the file has 3,000 sound rows, which are longer
 * than any input.
 */
public final class FuzzedParquet {

    private static final String NAME = "table/rows.parquet";
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROWS = 3000;

    private final FuzzedFile folder = new FuzzedFile();
    private final SparkSession spark;
    private final Configuration conf = new Configuration();

    /**
     * Writes sound rows.
     *
     * @param expressions the columns of the rows as SQL, made of the column {@code id} of whole numbers
     */
    public FuzzedParquet(SparkSession spark, String... expressions) throws IOException {
        this.spark = spark;
        Path sound = folder.folder().resolve("sound");
        spark.range(0, ROWS, 1, 1).selectExpr(expressions).write().parquet(sound.toString());
        try (Stream<Path> files = Files.list(sound)) {
            write(Files.readAllBytes(files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow()));
        }
    }

    /** Returns the path of the file. */
    public Path path() {
        return folder.folder().resolve(NAME);
    }

    /** Replaces the file. */
    public void write(byte[] bytes) {
        folder.write(NAME, bytes);
    }

    /**
     * Replaces the file by the pages of a sound one, another footer, and the end that fits this footer.
     *
     * @param sound the sound file
     */
    public void write(byte[] sound, byte[] footer) {
        int end = sound.length - Integer.BYTES - MAGIC.length;
        int pages = end - ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
        write(ByteBuffer.allocate(pages + footer.length + Integer.BYTES + MAGIC.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(sound, 0, pages)
                .put(footer)
                .putInt(footer.length)
                .put(MAGIC)
                .array());
    }

    /**
     * Does what a command does before its tasks start: checks the file and reads its schema as Spark does.
     *
     * @throws InvalidInputException if the file is refused
     */
    public void open() throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(path().toUri());
        FileStatus status = FileSystem.getLocal(conf).getFileStatus(path);
        CompleteParquet.require(conf, status);
        if (status.getLen() == 0) {
            return;
        }
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(status, conf))) {
            ParquetFileFormat.readSchemaFromFooter(
                    new Footer(path, reader.getFooter()),
                    new ParquetToSparkSchemaConverter(spark.sessionState().conf()));
        } catch (Exception e) {
            throw CompleteParquet.damagedFooter(conf, List.of(status))
                    .or(() -> FileFailures.invalidInputBehind(e))
                    .orElseThrow(() -> new AssertionError("The schema cannot be read for another reason.", e));
        }
    }
}
