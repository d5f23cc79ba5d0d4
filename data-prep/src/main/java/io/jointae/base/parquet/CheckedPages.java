package io.jointae.base.parquet;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.spark.sql.execution.datasources.RecordReaderIterator;
import org.apache.spark.sql.execution.datasources.parquet.SpecificParquetRecordReaderBase;
import org.apache.spark.sql.execution.datasources.parquet.VectorizedParquetRecordReader;

/**
 * The pages of a row group, each of which is checked when it is read (see {@link PageLevels}). Spark has no place to put a
 * check between its reader of columns and its reader of pages, so they are parted through two fields that Spark does not
 * publish. They are the same in Spark 3.5 and 4.2.
 */
final class CheckedPages implements PageReadStore {

    private final PageReadStore pages;

    private CheckedPages(PageReadStore pages) {
        this.pages = pages;
    }

    /**
     * Makes Spark's reader of columns check the pages that it will read. The reader of rows needs no check.
     *
     * @param rows what Spark returns to read an open file
     */
    static void check(Object rows) {
        try {
            if (rows instanceof RecordReaderIterator<?>
                    && field(RecordReaderIterator.class, "rowReader").get(rows)
                            instanceof VectorizedParquetRecordReader columns) {
                Field groups = field(SpecificParquetRecordReaderBase.class, "reader");
                groups.set(columns, checked(groups.getType(), groups.get(columns)));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of Spark has another reader of Parquet files.", e);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Returns a reader of row groups that checks the pages of another one. Their type is visible in Spark only. */
    private static Object checked(Class<?> type, Object groups) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            method.setAccessible(true);
            try {
                return method.invoke(groups, arguments) instanceof PageReadStore pages ? new CheckedPages(pages) : null;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
        PageReader reader = pages.getPageReader(column);
        PageLevels levels = new PageLevels(column);
        return new PageReader() {
            @Override
            public DictionaryPage readDictionaryPage() {
                return reader.readDictionaryPage();
            }

            @Override
            public long getTotalValueCount() {
                return reader.getTotalValueCount();
            }

            @Override
            public DataPage readPage() {
                DataPage page = reader.readPage();
                return page == null ? null : levels.require(page);
            }
        };
    }

    @Override
    public long getRowCount() {
        return pages.getRowCount();
    }

    @Override
    public Optional<Long> getRowIndexOffset() {
        return pages.getRowIndexOffset();
    }

    @Override
    public Optional<PrimitiveIterator.OfLong> getRowIndexes() {
        return pages.getRowIndexes();
    }
}
