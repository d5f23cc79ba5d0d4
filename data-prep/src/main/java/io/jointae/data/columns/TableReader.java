package io.jointae.data.columns;

import io.jointae.base.FileFailures;
import io.jointae.base.InvalidInputException;
import io.jointae.base.parquet.CheckedParquet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads files whose columns have names. A line of CSV or JSON that does not have the columns of the table becomes a row with
 * its text in the column {@link NumberedTable#UNREADABLE}.
 *
 * @param spark the session that reads
 * @param format the format of the files
 * @param delimiter the text between two columns of CSV
 * @param header whether the first line of each CSV file names the columns; otherwise they are {@code _c0}, {@code _c1} and so on
 */
public record TableReader(SparkSession spark, TableFormat format, String delimiter, boolean header) {

    /** The column that Spark adds to an inferred schema if a text of JSON is damaged. */
    private static final String DAMAGED_JSON = "_corrupt_record";

    /**
     * The files of a table.
     *
     * @param source where the table comes from, for messages
     * @param paths files and folders
     * @param base the folder of which the paths are partitions, so that rows have the partition columns; empty for none
     */
    public record Files(String source, List<String> paths, Optional<String> base) {

        /** Copies the list. */
        public Files {
            paths = List.copyOf(paths);
        }
    }

    /**
     * Returns the table. Spark reads texts once to find the types of their columns.
     *
     * @param types changes the types that were found in texts
     * @throws InvalidInputException if the files cannot be read in this format
     */
    public Dataset<Row> read(Files files, UnaryOperator<StructType> types) {
        if (!format.isText()) {
            return load(files, reader(files));
        }
        StructType found =
                load(files, reader(files).option("inferSchema", true)).schema();
        return read(files, types.apply(userColumns(found)).add(NumberedTable.UNREADABLE, DataTypes.StringType));
    }

    /**
     * Returns a table of texts in the schema of another one, such as that of the training rows; other formats have a schema
     * of their own.
     *
     * @throws InvalidInputException if the files cannot be read in this format
     */
    public Dataset<Row> read(Files files, StructType schema) {
        return load(
                files,
                format.isText()
                        ? reader(files).schema(schema).option("columnNameOfCorruptRecord", NumberedTable.UNREADABLE)
                        : reader(files));
    }

    /**
     * Checks the header of CSV files and that lines of JSON hold objects.
     *
     * @param source where the table comes from, for messages
     * @param schema the columns that were found
     * @throws InvalidInputException if the header is missing or was not divided, or if there is no object
     */
    public void requireColumns(Files files, String source, StructType schema) {
        if (format == TableFormat.CSV && header) {
            new TableCheck(source).requireHeader(load(files, reader(files).option("header", false)));
        }
        if (format == TableFormat.JSON) {
            new TableCheck(source).requireObjects(userColumns(schema));
        }
    }

    /** Returns the columns of a table without those that a reader adds. */
    public static StructType userColumns(StructType schema) {
        StructType columns = new StructType();
        for (StructField field : schema.fields()) {
            if (!field.name().equals(NumberedTable.UNREADABLE) && !field.name().equals(DAMAGED_JSON)) {
                columns = columns.add(field);
            }
        }
        return columns;
    }

    private DataFrameReader reader(Files files) {
        DataFrameReader reader = spark.read().format(format.id());
        files.base.ifPresent(base -> reader.option("basePath", base));
        return switch (format) {
            case CSV ->
                reader.option("header", header)
                        .option("sep", delimiter)
                        .option("enforceSchema", false)
                        .option("ignoreLeadingWhiteSpace", true)
                        .option("ignoreTrailingWhiteSpace", true);
            case PARQUET -> reader.format(CheckedParquet.NAME);
            case ORC, JSON -> reader;
        };
    }

    private Dataset<Row> load(Files files, DataFrameReader reader) {
        try {
            return reader.load(files.paths.toArray(String[]::new));
        } catch (Exception e) {
            // Spark is written in Scala: it throws the checked AnalysisException without declaring it.
            throw FileFailures.invalidInputBehind(e).orElseGet(() -> UnreadableTable.of(files.source, format.id(), e));
        }
    }
}
