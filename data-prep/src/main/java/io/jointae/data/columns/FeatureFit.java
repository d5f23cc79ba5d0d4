package io.jointae.data.columns;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.data.columns.TableColumns.Kind;
import io.jointae.feature.ColumnFeature;
import io.jointae.feature.TableFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures on the training rows what the features of a table need: the length of vectors, the categories by Spark ML's
 * {@code StringIndexer}, and the numbers that take the place of missing ones by its {@code Imputer}.
 *
 * @param source where the table comes from, for messages
 * @param columns the columns that become features
 * @param request how missing values and unseen categories are handled
 * @param keepConstant whether a column with the same value in every training row is kept
 */
public record FeatureFit(String source, TableColumns columns, TableRequest request, boolean keepConstant) {

    /** The largest number of categories of a column. */
    static final int MOST_CATEGORIES = 100_000;

    /** Numbers of which the least and the largest are known. */
    private record Range(long count, Object least, Object largest) {}

    /**
     * Returns the features of the table.
     *
     * @param rows the selected columns of the training rows
     * @throws InvalidInputException if a column has no value, the same value everywhere, an infinite value, vectors of
     *     several lengths, or too many categories
     */
    public TableFeatures fit(SparkSession spark, JavaRDD<Row> rows) {
        Dataset<Row> train =
                spark.createDataFrame(rows, columns.selectedSchema()).persist(StorageLevel.DISK_ONLY());
        try {
            List<Range> ranges = ranges(train);
            for (int i = 0; i < ranges.size(); i++) {
                check(columns.names().get(i), columns.kinds().get(i), ranges.get(i));
            }
            Row imputed = imputed(train);
            List<List<String>> categories = categories(train);
            List<ColumnFeature> features = new ArrayList<>();
            int number = 0;
            int category = 0;
            for (int i = 0; i < ranges.size(); i++) {
                String name = columns.names().get(i);
                switch (columns.kinds().get(i)) {
                    case NUMBER -> {
                        Double missing = imputed == null ? null : (Double) imputed.getDouble(number++);
                        features.add(new ColumnFeature(name, 1, List.of(), missing, null, false));
                    }
                    case VECTOR ->
                        features.add(
                                new ColumnFeature(name, (Integer) ranges.get(i).least, List.of(), null, null, false));
                    case CATEGORY -> features.add(categorical(name, categories.get(category++)));
                }
            }
            return new TableFeatures(features);
        } finally {
            train.unpersist(false);
        }
    }

    private List<Range> ranges(Dataset<Row> train) {
        List<Column> measured = new ArrayList<>();
        for (int i = 0; i < columns.names().size(); i++) {
            Column column = col("c" + i);
            Column value = switch (columns.kinds().get(i)) {
                case NUMBER -> when(not(isnan(column)), column);
                case CATEGORY -> column;
                case VECTOR -> when(column.isNotNull(), size(column));
            };
            measured.addAll(List.of(count(value), min(value), max(value)));
        }
        Column[] all = measured.toArray(Column[]::new);
        Row row = train.agg(all[0], Arrays.copyOfRange(all, 1, all.length)).head();
        return IntStream.range(0, columns.names().size())
                .mapToObj(i -> new Range(row.getLong(3 * i), row.get(3 * i + 1), row.get(3 * i + 2)))
                .toList();
    }

    private void check(String name, Kind kind, Range range) {
        if (range.count == 0) {
            throw InvalidInputException.of(
                    "%s: column %s has no value in any training row: leave it out.", source, name);
        }
        if (kind == Kind.VECTOR) {
            if (!range.least.equals(range.largest) || (Integer) range.least == 0) {
                throw InvalidInputException.of(
                        "%s: column %s has vectors of %s to %s values: give vectors of one length.",
                        source, name, range.least, range.largest);
            }
            return;
        }
        if (kind == Kind.NUMBER
                && !(Float.isFinite(((Double) range.least).floatValue())
                        && Float.isFinite(((Double) range.largest).floatValue()))) {
            throw InvalidInputException.of(
                    "%s: column %s has values from %s to %s, which are not all finite numbers of single precision: correct"
                            + " them, or leave the column out.",
                    source, name, range.least, range.largest);
        }
        if (!keepConstant && range.least.equals(range.largest)) {
            throw InvalidInputException.of(
                    "%s: column %s has the value %s in every training row: leave it out, or set %s.",
                    source, name, range.least, FieldName.of("keepConstant"));
        }
    }

    /** Returns the number for each column of numbers that takes the place of a missing one; null if none may be missing. */
    private Row imputed(Dataset<Row> train) {
        String[] numbers = names(Kind.NUMBER);
        if (request.missing() == MissingValues.REFUSE || numbers.length == 0) {
            return null;
        }
        return new Imputer()
                .setStrategy(request.missing().name().toLowerCase(Locale.ROOT))
                .setInputCols(numbers)
                .setOutputCols(Arrays.stream(numbers).map(name -> name + "i").toArray(String[]::new))
                .fit(train)
                .surrogateDF()
                .select(Arrays.stream(numbers).map(name -> col(name)).toArray(Column[]::new))
                .head();
    }

    /** Returns the categories of each categorical column, the most frequent one first. */
    private List<List<String>> categories(Dataset<Row> train) {
        String[] names = names(Kind.CATEGORY);
        if (names.length == 0) {
            return List.of();
        }
        String[][] labels = new StringIndexer()
                .setInputCols(names)
                .setOutputCols(Arrays.stream(names).map(name -> name + "i").toArray(String[]::new))
                .setStringOrderType("frequencyDesc")
                .setHandleInvalid("skip")
                .fit(train)
                .labelsArray();
        return Arrays.stream(labels).map(List::of).toList();
    }

    private ColumnFeature categorical(String name, List<String> byFrequency) {
        if (byFrequency.size() > MOST_CATEGORIES) {
            throw InvalidInputException.of(
                    "%s: column %s has %d categories, and at most %d are possible: leave it out, or group its categories.",
                    source, name, byFrequency.size(), MOST_CATEGORIES);
        }
        String missing = request.missing() == MissingValues.REFUSE ? null : byFrequency.get(0);
        List<String> sorted = byFrequency.stream().sorted().toList();
        return new ColumnFeature(name, 0, sorted, null, missing, request.unseenIsZero());
    }

    private String[] names(Kind kind) {
        return IntStream.range(0, columns.names().size())
                .filter(i -> columns.kinds().get(i) == kind)
                .mapToObj(i -> "c" + i)
                .toArray(String[]::new);
    }
}
