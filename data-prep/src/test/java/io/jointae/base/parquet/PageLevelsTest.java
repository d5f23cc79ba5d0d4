package io.jointae.base.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;

/** Pages of a column whose values may be missing, so that each has a level of one bit. */
class PageLevelsTest {

    private static final PrimitiveType TYPE = new PrimitiveType(Repetition.OPTIONAL, PrimitiveTypeName.INT32, "class");
    private static final PageLevels LEVELS = new PageLevels(new ColumnDescriptor(new String[] {"class"}, TYPE, 0, 1));

    /** Returns a page of the first version, whose levels begin with their length. */
    private static DataPage first(int values, int... bytes) {
        BytesInput all = BytesInput.concat(BytesInput.fromInt(bytes.length), levels(bytes));
        return new DataPageV1(
                all,
                values,
                4 + bytes.length,
                Statistics.createStats(TYPE),
                Encoding.PLAIN,
                Encoding.RLE,
                Encoding.PLAIN);
    }

    private static DataPage second(int values, int... bytes) {
        return DataPageV2.uncompressed(
                values,
                0,
                values,
                BytesInput.empty(),
                levels(bytes),
                Encoding.PLAIN,
                BytesInput.empty(),
                Statistics.createStats(TYPE));
    }

    private static BytesInput levels(int... bytes) {
        byte[] copy = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            copy[i] = (byte) bytes[i];
        }
        return BytesInput.from(copy);
    }

    private static void refuses(DataPage page, String problem) {
        assertThatThrownBy(() -> LEVELS.require(page))
                .isInstanceOf(ParquetDecodingException.class)
                .hasMessage("a page of the column class " + problem);
    }

    @Test
    void aPageWithTheLevelsOfItsValuesIsReturnedWithTheSameContents() throws IOException {
        // A run of 20 equal levels, and two groups of 8 packed ones followed by a run of 4.
        for (int[] levels : new int[][] {{40, 1}, {5, 0xFF, 0xFE, 8, 0}}) {
            DataPageV1 page = (DataPageV1) LEVELS.require(first(20, levels));
            assertThat(page.getBytes().toInputStream().readAllBytes())
                    .isEqualTo(((DataPageV1) first(20, levels))
                            .getBytes()
                            .toInputStream()
                            .readAllBytes());
            assertThat(page.getValueCount()).isEqualTo(20);
            assertThat(LEVELS.require(second(20, levels)).getValueCount()).isEqualTo(20);
        }
    }

    @Test
    void aPageWithFewerLevelsThanValuesIsRefused() {
        refuses(first(20, 32, 1), "has 16 levels for 20 values");
        refuses(second(20, 32, 1), "has 16 levels for 20 values");
        refuses(second(20), "has 0 levels for 20 values");
        refuses(second(-1), "has -1 values");
    }

    @Test
    void aRunThatIsLongerThanItsBytesIsRefused() {
        refuses(second(20, 5, 0xFF), "ends within the levels of its values");
        refuses(second(20, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1), "ends within the levels of its values");
        refuses(second(20, 40), "ends within the levels of its values");
    }

    @Test
    void aColumnWithoutLevelsNeedsNone() {
        PageLevels required = new PageLevels(new ColumnDescriptor(new String[] {"class"}, TYPE, 0, 0));
        assertThat(required.require(second(20)).getValueCount()).isEqualTo(20);
    }
}
