package io.jointae.results;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The optional columns {@code tuning} and {@code procedure} of a {@link CellFile}: a struct of the validation loss and the
 * grids, and a struct of the recipe and the halving. Rows of versions that did not store them have null there.
 */
final class StoredTuning {

    private static final String TUNING = "tuning";
    private static final String LOSS = "validation_loss";
    private static final String GRIDS = "grids";
    private static final String PROCEDURE = "procedure";
    private static final String RECIPE = "recipe";
    private static final String HALVING = "halving";

    private StoredTuning() {}

    static Type tuningColumn() {
        return Types.optionalGroup()
                .addField(Types.optional(DOUBLE).named(LOSS))
                .addField(Types.requiredMap()
                        .key(Types.required(BINARY).as(stringType()).named("key"))
                        .value(Types.required(BINARY).as(stringType()).named("value"))
                        .named(GRIDS))
                .named(TUNING);
    }

    static Type procedureColumn() {
        return Types.optionalGroup()
                .addField(Types.optional(BINARY).as(stringType()).named(RECIPE))
                .addField(Types.optional(BINARY).as(stringType()).named(HALVING))
                .named(PROCEDURE);
    }

    /** @param tuning null adds nothing */
    static void add(Group row, Tuning tuning) {
        if (tuning == null) {
            return;
        }
        Group column = row.addGroup(TUNING);
        if (tuning.validationLoss() != null) {
            column.add(LOSS, tuning.validationLoss());
        }
        Group grids = column.addGroup(GRIDS);
        tuning.grids()
                .forEach((name, values) -> grids.addGroup(0).append("key", name).append("value", text(values)));
    }

    /** @param procedure null adds nothing */
    static void add(Group row, Procedure procedure) {
        if (procedure == null) {
            return;
        }
        Group column = row.addGroup(PROCEDURE);
        if (procedure.recipe() != null) {
            column.add(RECIPE, procedure.recipe());
        }
        if (procedure.halving() != null) {
            column.add(HALVING, procedure.halving());
        }
    }

    /** Returns null if the row has none. */
    static Tuning tuning(Group row) {
        if (row.getFieldRepetitionCount(TUNING) == 0) {
            return null;
        }
        Group column = row.getGroup(TUNING, 0);
        Group map = column.getGroup(GRIDS, 0);
        SortedMap<String, List<Double>> grids = new TreeMap<>();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group grid = map.getGroup(0, i);
            grids.put(grid.getString("key", 0), values(grid.getString("value", 0)));
        }
        return new Tuning(column.getFieldRepetitionCount(LOSS) == 0 ? null : column.getDouble(LOSS, 0), grids);
    }

    /** Returns null if the row has none. */
    static Procedure procedure(Group row) {
        if (row.getFieldRepetitionCount(PROCEDURE) == 0) {
            return null;
        }
        Group column = row.getGroup(PROCEDURE, 0);
        return new Procedure(text(column, RECIPE), text(column, HALVING));
    }

    private static String text(Group group, String field) {
        return group.getFieldRepetitionCount(field) == 0 ? null : group.getString(field, 0);
    }

    private static String text(List<Double> values) {
        return values.stream().map(value -> Double.toString(value)).collect(Collectors.joining(","));
    }

    private static List<Double> values(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",")).map(Double::valueOf).toList();
    }
}
