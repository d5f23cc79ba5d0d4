package io.jointae.data.columns;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Explains what is wrong with a table whose columns cannot be the features that a user asked for: a table without rows, a
 * column without values, and texts in a column of numbers. Tables of numbers are not read for this.
 *
 * @param source where the table comes from, for messages
 */
public record TableCheck(String source) {

    /** The longest text in a message. */
    private static final int MOST_SHOWN = 40;

    /**
     * Checks the header of CSV files.
     *
     * @param lines the lines of the files as rows without names; the first one is a header
     * @throws InvalidInputException if there is none, if it was not divided into columns, or if two names are equal
     */
    public void requireHeader(Dataset<Row> lines) {
        List<Row> first = lines.takeAsList(1);
        if (first.isEmpty()) {
            throw InvalidInputException.of("%s is empty: give files with a header and rows.", source);
        }
        Row header = first.get(0);
        List<String> cells =
                IntStream.range(0, header.size()).mapToObj(header::getString).toList();
        CsvHeader.requireDelimiter(source, cells);
        CsvHeader.requireDifferent(source, cells);
    }

    /**
     * Checks that lines of JSON hold objects.
     *
     * @param columns the columns that were found in them
     * @throws InvalidInputException if there are none
     */
    public void requireObjects(StructType columns) {
        if (columns.isEmpty()) {
            throw InvalidInputException.of(
                    "%s has no line with a JSON object: give files with one object per line.", source);
        }
    }

    /**
     * Checks that the columns of texts are categories.
     *
     * @param table the training rows
     * @param schema the columns of the user
     * @param request the columns that the user chose
     * @param label the column of the labels; null for none
     * @throws InvalidInputException if a column of texts is to be a feature, with the reason why it has texts
     */
    public void requireNumbers(Dataset<Row> table, StructType schema, TableRequest request, String label) {
        List<String> texts = Arrays.stream(schema.fields())
                .filter(field -> field.dataType() == DataTypes.StringType)
                .map(field -> field.name())
                .filter(name -> request.features().isEmpty()
                        ? !name.equals(label) && !request.except().contains(name)
                        : request.features().contains(name))
                .filter(name -> !request.categorical().contains(name))
                .toList();
        if (texts.isEmpty()) {
            return;
        }
        List<Column> measured = new ArrayList<>();
        for (String name : texts) {
            String quoted = "`" + name.replace("`", "``") + "`";
            Column number = expr("try_cast(" + quoted + " as double)");
            measured.add(count(col(quoted)));
            measured.add(first(when(number.isNull(), col(quoted)), true));
            measured.add(first(col(quoted), true));
        }
        Row found = table.agg(count(lit(1)), measured.toArray(Column[]::new)).head();
        if (found.getLong(0) == 0) {
            throw InvalidInputException.ofField("source", "%s has no rows: give a table that has some.", source);
        }
        for (int i = 0; i < texts.size(); i++) {
            explain(texts.get(i), found.getLong(3 * i + 1), found.getString(3 * i + 2), found.getString(3 * i + 3));
        }
    }

    private void explain(String name, long values, String noNumber, String any) {
        if (values == 0) {
            throw InvalidInputException.of(
                    "%s: column %s has no value in any training row: leave it out.", source, name);
        }
        if (noNumber == null) {
            throw InvalidInputException.of(
                    "%s: column %s holds numbers as texts, such as '%s': convert it to numbers, name it in %s, or leave it"
                            + " out.",
                    source, name, shown(any), FieldName.of("categorical"));
        }
        throw InvalidInputException.of(
                "%s: column %s holds texts that are not numbers, such as '%s': correct them, name the column in %s, or leave"
                        + " it out.",
                source, name, shown(noNumber), FieldName.of("categorical"));
    }

    private static String shown(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }
}
