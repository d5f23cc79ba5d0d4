package io.jointae.base.parquet;

import io.jointae.base.FileFailures;
import io.jointae.base.InvalidInputException;
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
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Checks the first bytes and the footers of Parquet files before Spark reads them. Spark would start a job for it, run a
 * task that fails again, and log a stack trace each time; and it believes the numbers of a footer, see {@link
 * ParquetFooter}.
 */
public final class CompleteParquet {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** The length of the footer and the magic number at the end of a file. */
    private static final int TAIL = Integer.BYTES + MAGIC.length;

    /** The number of bytes at the end of a file that are read at once; most footers are shorter. */
    private static final int END = 1 << 16;

    private CompleteParquet() {}

    /**
     * Checks a file. An empty file passes, because Spark ignores it.
     *
     * @throws InvalidInputException if the file does not start or end as a Parquet file does, or if its footer is damaged
     */
    public static void require(Configuration conf, FileStatus file) throws IOException {
        long bytes = file.getLen();
        if (bytes == 0) {
            return;
        }
        byte[] start = new byte[MAGIC.length];
        byte[] end = new byte[(int) Math.min(END, bytes)];
        try (FSDataInputStream in = file.getPath().getFileSystem(conf).open(file.getPath())) {
            if (in.readNBytes(start, 0, start.length) < start.length || !Arrays.equals(start, MAGIC)) {
                throw InvalidInputException.of(
                        "%s is not a Parquet file: it does not start with PAR1.", file.getPath());
            }
            in.readFully(bytes - end.length, end);
            int footer = footerLength(file, end);
            if (footer + TAIL > end.length) {
                end = new byte[footer + TAIL];
                in.readFully(bytes - end.length, end);
            }
            long dataEnd = bytes - footer - TAIL;
            ParquetFooter.problem(
                            Arrays.copyOfRange(end, end.length - footer - TAIL, end.length - TAIL),
                            MAGIC.length,
                            dataEnd)
                    .ifPresent(problem -> {
                        throw damaged(file, "its footer is wrong: " + problem);
                    });
        }
    }

    /** Returns the length of the footer, which the file names before its last four bytes. */
    private static int footerLength(FileStatus file, byte[] end) {
        if (file.getLen() >= MAGIC.length + TAIL
                && Arrays.equals(Arrays.copyOfRange(end, end.length - MAGIC.length, end.length), MAGIC)) {
            int footer = ByteBuffer.wrap(end, end.length - TAIL, Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getInt();
            if (footer >= 1 && footer <= file.getLen() - MAGIC.length - TAIL && footer <= Integer.MAX_VALUE - TAIL) {
                return footer;
            }
        }
        throw damaged(file, "its end is missing or changed");
    }

    private static InvalidInputException damaged(FileStatus file, String problem) {
        return InvalidInputException.of(
                "%s is a damaged Parquet file: %s. Copy it again or write it again.", file.getPath(), problem);
    }

    /**
     * Returns the invalid input of the first file whose footer or schema cannot be read; empty if all can be read. Spark reads the
     * footers of many files in tasks, and its failure does not always name the file.
     *
     * @param files the files that Spark failed to read
     */
    public static Optional<InvalidInputException> damagedFooter(
            Configuration conf, Iterable<? extends FileStatus> files) throws IOException {
        for (FileStatus file : files) {
            if (file.getLen() > 0) {
                try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(file, conf))) {
                    Optional<InvalidInputException> unknown =
                            unknownType(file, reader.getFileMetaData().getSchema());
                    if (unknown.isPresent()) {
                        return unknown;
                    }
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

    private static Optional<InvalidInputException> unknownType(FileStatus file, MessageType schema) {
        try {
            new ParquetToSparkSchemaConverter(SQLConf.get()).convert(schema);
            return Optional.empty();
        } catch (Exception e) {
            // Spark is written in Scala: it throws the checked AnalysisException without declaring it.
            return Optional.of(UnknownType.of(file.getPath().toString(), e));
        }
    }
}
