package io.jointae.base;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * Checks the first and the last bytes of Parquet files before Spark reads them. Spark would start a job for it, run a task
 * that fails again, and log a stack trace each time.
 */
public final class CompleteParquet {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** The length of the footer and the magic number at the end of a file. */
    private static final int TAIL = Integer.BYTES + MAGIC.length;

    /** The option of Spark's reader by which Parquet compares each page with the checksum that was written with it. */
    public static final String VERIFY_PAGES = "parquet.page.verify-checksum.enabled";

    private CompleteParquet() {}

    /**
     * Checks a file. An empty file passes, because Spark ignores it.
     *
     * @throws InvalidInputException if the file does not start or end as a Parquet file does
     */
    public static void require(Configuration conf, FileStatus file) throws IOException {
        long bytes = file.getLen();
        if (bytes == 0) {
            return;
        }
        byte[] start = new byte[MAGIC.length];
        byte[] tail = new byte[TAIL];
        try (FSDataInputStream in = file.getPath().getFileSystem(conf).open(file.getPath())) {
            if (in.readNBytes(start, 0, start.length) < start.length || !Arrays.equals(start, MAGIC)) {
                throw InvalidInputException.of(
                        "%s is not a Parquet file: it does not start with PAR1.", file.getPath());
            }
            if (bytes >= MAGIC.length + TAIL) {
                in.readFully(bytes - TAIL, tail);
            }
        }
        long footer = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (!Arrays.equals(Arrays.copyOfRange(tail, Integer.BYTES, TAIL), MAGIC)
                || footer < 1
                || footer > bytes - MAGIC.length - TAIL) {
            throw InvalidInputException.of(
                    "%s is a damaged Parquet file: its end is missing or changed. Copy it again or write it again.",
                    file.getPath());
        }
    }

    /**
     * Returns the invalid input of the first file whose footer cannot be read; empty if all can be read. Spark reads the
     * footers of many files in tasks, and its failure does not always name the file.
     *
     * @param files the files that Spark failed to read
     */
    public static Optional<InvalidInputException> damagedFooter(
            Configuration conf, Iterable<? extends FileStatus> files) throws IOException {
        for (FileStatus file : files) {
            if (file.getLen() > 0) {
                try {
                    ParquetFileReader.open(HadoopInputFile.fromStatus(file, conf))
                            .close();
                } catch (IOException | RuntimeException e) {
                    if (e instanceof EOFException || FileFailures.isThrownByDecoder(e)) {
                        return Optional.of(
                                FileFailures.damagedParquet(file.getPath().toString(), e));
                    }
                    throw e;
                }
            }
        }
        return Optional.empty();
    }
}
