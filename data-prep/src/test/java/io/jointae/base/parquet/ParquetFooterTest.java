package io.jointae.base.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.junit.jupiter.api.Test;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.collection.immutable.Map$;
import scala.runtime.AbstractFunction1;

/** Numbers of a Parquet file that would end the process are refused. */
class ParquetFooterTest {

    private static final long END = 1000;

    private static SchemaElement group(int children) {
        return new SchemaElement("group").setNum_children(children);
    }

    private static Optional<String> problem(List<SchemaElement> schema, long rows, long start, long bytes)
            throws IOException {
        ColumnChunk chunk = new ColumnChunk(start)
                .setMeta_data(new ColumnMetaData(
                        Type.INT32,
                        List.of(Encoding.PLAIN),
                        List.of("a"),
                        CompressionCodec.SNAPPY,
                        rows,
                        bytes,
                        bytes,
                        start));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Util.writeFileMetaData(new FileMetaData(1, schema, 7, List.of(new RowGroup(List.of(chunk), bytes, rows))), out);
        return ParquetFooter.problem(out.toByteArray(), 4, END);
    }

    @Test
    void theFooterOfASoundFileIsAccepted() throws IOException {
        assertThat(problem(List.of(group(1), new SchemaElement("a")), 7, 4, END - 4))
                .isEmpty();
    }

    @Test
    void aColumnOutsideOfTheDataIsRefused() throws IOException {
        for (long[] range : new long[][] {{4, END - 3}, {3, 10}, {END, 1}, {-1, 5}, {4, -1}, {4, Long.MAX_VALUE}}) {
            assertThat(problem(List.of(group(0)), 7, range[0], range[1]))
                    .contains("the column [a] should have " + range[1] + " bytes from byte " + range[0]
                            + " on, but the data are in bytes 4 to 1000");
        }
    }

    @Test
    void rowGroupsWithOtherRowsThanTheFileAreRefused() throws IOException {
        assertThat(problem(List.of(group(0)), 8, 4, 10)).contains("the file has 7 rows, but its row groups have 8");
        assertThat(problem(List.of(group(0)), -7, 4, 10)).contains("a row group has -7 rows");
    }

    @Test
    void aSchemaOfManyLevelsIsRefusedAndOneOfManyColumnsIsNot() throws IOException {
        List<SchemaElement> deep = new ArrayList<>();
        List<SchemaElement> wide = new ArrayList<>(List.of(group(5000)));
        for (int i = 0; i < 5000; i++) {
            deep.add(group(1));
            wide.add(new SchemaElement("a"));
        }
        assertThat(problem(deep, 7, 4, 10)).contains("its schema has more than 100 levels");
        assertThat(problem(wide, 7, 4, 10)).isEmpty();
        assertThat(problem(List.of(group(-1)), 7, 4, 10)).contains("a group of its schema has -1 columns");
    }

    @Test
    void aListWithMoreElementsThanTheFooterHasBytesIsRefused() {
        // Field 1 is the version; field 2 is a list of 2,147,483,647 structs.
        byte[] footer = {0x15, 0x02, 0x19, (byte) 0xfc, -1, -1, -1, -1, 0x07, 0};
        assertThat(ParquetFooter.problem(footer, 4, END)).isPresent();
    }

    @Test
    void structsThatContainEachOtherManyThousandTimesAreRefused() {
        byte[] footer = new byte[1 << 20];
        // Field 12 of a struct is a struct.
        Arrays.fill(footer, (byte) 0xcc);
        assertThat(ParquetFooter.problem(footer, 4, END)).isPresent();
    }

    @Test
    void aReaderThatRunsOutOfMemoryNamesTheFile() {
        PartitionedFile file = new PartitionedFile(
                InternalRow.empty(),
                SparkPath.fromPathString("/data/a.parquet"),
                0,
                1,
                new String[0],
                0,
                1,
                Map$.MODULE$.empty());
        var reader = new AbstractFunction1<PartitionedFile, Iterator<InternalRow>>() {
            @Override
            public Iterator<InternalRow> apply(PartitionedFile opened) {
                return new AbstractIterator<>() {
                    @Override
                    public boolean hasNext() {
                        throw new OutOfMemoryError("Requested array size exceeds VM limit");
                    }

                    @Override
                    public InternalRow next() {
                        throw new IllegalStateException();
                    }
                };
            }
        };
        Iterator<InternalRow> rows = new CheckedParquet().wrap(reader).apply(file);
        assertThatThrownBy(rows::hasNext)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(
                        "/data/a.parquet needs more memory than there is (Requested array size exceeds VM limit, with");
    }
}
