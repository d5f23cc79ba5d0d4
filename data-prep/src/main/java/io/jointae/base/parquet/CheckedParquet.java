package io.jointae.base.parquet;

import io.jointae.base.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.memory.SparkOutOfMemoryError;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import scala.Function1;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * Spark's Parquet format for files that somebody else wrote. Each page is compared with the checksum that was written with
 * it, and must have the levels of its values ({@link PageLevels}) and as many bytes as it states ({@link CompletePages}). A
 * file whose pages need more memory than there is becomes invalid input: Spark would end the process, because the sizes in
 * the headers of pages have no checksum, and the reader believes them.
 *
 * <pre>{@code
 * spark.read().format(CheckedParquet.NAME).load(paths);
 * }</pre>
 */
public final class CheckedParquet extends ParquetReaderFormat {

    /** The name to pass to {@code DataFrameReader.format}. */
    public static final String NAME = "io.jointae.base.parquet.CheckedParquet";

    private static final String VERIFY_PAGES = "parquet.page.verify-checksum.enabled";

    @Override
    void configure(Configuration conf) {
        conf.setBoolean(VERIFY_PAGES, true);
    }

    @Override
    Function1<PartitionedFile, Iterator<InternalRow>> wrap(Function1<PartitionedFile, Iterator<InternalRow>> reader) {
        return new Reader(reader);
    }

    /** Opens files. */
    private static final class Reader extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
            implements java.io.Serializable {
        private final Function1<PartitionedFile, Iterator<InternalRow>> reader;

        private Reader(Function1<PartitionedFile, Iterator<InternalRow>> reader) {
            this.reader = reader;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Iterator<InternalRow> apply(PartitionedFile file) {
            Rows rows = new Rows(file.filePath().toPath().toString());
            CompletePages.require(new Configuration());
            rows.open(() -> {
                Iterator<InternalRow> opened = reader.apply(file);
                CheckedPages.check(opened);
                return opened;
            });
            return (Iterator<InternalRow>) (Iterator<?>) rows;
        }
    }

    /** The rows of a file, or batches of them: Spark passes both through the same type. */
    private static final class Rows extends AbstractIterator<Object> implements Closeable {
        private final String file;
        private Iterator<?> rows;

        private Rows(String file) {
            this.file = file;
        }

        private interface Step<T> {
            T run();
        }

        private void open(Step<Iterator<?>> opening) {
            rows = guard(opening);
        }

        @Override
        public boolean hasNext() {
            return guard(() -> rows.hasNext());
        }

        @Override
        public Object next() {
            return guard(() -> rows.next());
        }

        @Override
        public void close() throws IOException {
            if (rows instanceof Closeable open) {
                open.close();
            }
        }

        private <T> T guard(Step<T> step) {
            try {
                return step.run();
            } catch (SparkOutOfMemoryError e) {
                // Other tasks hold the memory.
                throw e;
            } catch (OutOfMemoryError | StackOverflowError e) {
                throw new InvalidInputException(
                        String.format(
                                "%s needs more memory than there is (%s, with a heap of %d MiB), because it is damaged or has"
                                        + " very large pages: copy it again, write it with smaller pages, or give the"
                                        + " executors more memory.",
                                file,
                                e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(),
                                Runtime.getRuntime().maxMemory() >> 20),
                        e);
            } catch (ClassCastException e) {
                // Spark's reader of rows does not compare the types of a file with those of the table.
                throw new InvalidInputException(
                        file
                                + " has a column of another type than the table, whose types are those of another file: write all"
                                + " files with the same types, or read this one alone.",
                        e);
            } catch (Exception e) {
                // Spark is written in Scala: it throws the checked AnalysisException without declaring it.
                if (e instanceof AnalysisException) {
                    throw UnknownType.of(file, e);
                }
                throw e;
            }
        }
    }
}
