package io.jointae.results;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import io.jointae.statistics.CodeStatistics;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The optional column {@code codes} of a {@link CellFile}: {@code list<struct<units, variance, effective_rank>>}, one
 * element per layer. It is null where the codes were not measured.
 */
final class StoredCodes {

    private static final String COLUMN = "codes";

    private StoredCodes() {}

    static Type column() {
        return Types.optionalList()
                .requiredGroupElement()
                .addField(Types.required(INT32).named("units"))
                .addField(Types.required(DOUBLE).named("variance"))
                .addField(Types.required(DOUBLE).named("effective_rank"))
                .named(COLUMN);
    }

    /** @param codes null adds nothing */
    static void add(Group row, CodeStatistics codes) {
        if (codes == null) {
            return;
        }
        Group list = row.addGroup(COLUMN);
        for (CodeStatistics.Layer layer : codes.layers()) {
            list.addGroup(0)
                    .addGroup(0)
                    .append("units", layer.units())
                    .append("variance", layer.variance())
                    .append("effective_rank", layer.effectiveRank());
        }
    }

    /** Returns null if the codes were not measured. */
    static CodeStatistics read(Group row) {
        if (row.getFieldRepetitionCount(COLUMN) == 0) {
            return null;
        }
        Group list = row.getGroup(COLUMN, 0);
        List<CodeStatistics.Layer> layers = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            Group layer = list.getGroup(0, i).getGroup(0, 0);
            layers.add(new CodeStatistics.Layer(
                    layer.getInteger("units", 0),
                    layer.getDouble("variance", 0),
                    layer.getDouble("effective_rank", 0)));
        }
        return new CodeStatistics(layers);
    }
}
