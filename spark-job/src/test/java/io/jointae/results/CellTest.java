package io.jointae.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.Json;
import io.jointae.data.Split;
import io.jointae.statistics.CodeStatistics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CellTest {

    private static final Cell CELL = TestRows.cell("DAE-2J", 0.5, Split.TEST);

    @Test
    void theKeyNeverChangesSoThatOldStoresResume() {
        // The sha256sum of the JSON array of the fields in their order.
        assertThat(CELL.key()).isEqualTo("eb929665045a4218437e59a02e8bdf4b4760cdb39b5bbb0aaf6b46f6b265bb58");
    }

    @Test
    void theMeasurementDoesNotChangeTheKey() {
        assertThat(CELL.measured(1, 2.0, 3).cell().key()).isEqualTo(CELL.key());
        assertThat(CELL.measured(9, null, 8).cell().key()).isEqualTo(CELL.key());
    }

    @Test
    void everyFieldThatDeterminesACellChangesItsKey() {
        Cell cell = cell("h", new ModelVariant("m", "J", 2, "dae"), Map.of());
        List<Cell> cells = new ArrayList<>(List.of(CELL, CELL.on(Split.VALID), cell));
        cells.add(new Cell("b", "h", cell.model(), cell.hyperparameters(), cell.metric(), Split.TEST, 1));
        cells.add(cell(null, cell.model(), Map.of()));
        cells.add(cell("h", new ModelVariant("n", "J", 2, "dae"), Map.of()));
        cells.add(cell("h", new ModelVariant("m", "L", 2, "dae"), Map.of()));
        cells.add(cell("h", new ModelVariant("m", "J", 3, "dae"), Map.of()));
        cells.add(cell("h", new ModelVariant("m", "J", 2, "cae"), Map.of()));
        cells.add(cell.with(Map.of("noise", "0.9")));
        cells.add(cell.with(Map.of("noise", "0.5")));
        cells.add(new Cell("a", "h", cell.model(), cell.hyperparameters(), new MetricName("y"), Split.TEST, 1));
        cells.add(new Cell("a", "h", cell.model(), cell.hyperparameters(), cell.metric(), Split.TEST, 2));
        assertThat(new HashSet<>(cells.stream().map(Cell::key).toList())).hasSameSizeAs(cells);
    }

    @Test
    void hyperparametersThatContainSeparatorsDoNotCollide() {
        ModelVariant model = new ModelVariant("m", "J", 2, "dae");
        Cell first = cell("h", model, Map.of("a", "1\",\"b\":\"2"));
        Cell second = cell("h", model, Map.of("a", "1", "b", "2"));
        assertThat(first.key()).isNotEqualTo(second.key());
    }

    @Test
    void aResultRowIsOneFlatJsonObject() {
        assertThat(Json.line(CELL.measured(0.83, null, 61.5)))
                .isEqualTo("{\"dataset\":\"rect\",\"model\":\"DAE-2J\",\"scheme\":\"J\",\"layers\":2,\"kind\":\"dae\","
                        + "\"hyperparameters\":{\"epochs\":\"300\",\"hidden\":\"1000\",\"learning-rate\":\"0.01\","
                        + "\"noise\":\"0.5\"},\"metric\":\"svm-error-percent\",\"split\":\"test\","
                        + "\"value\":0.83,\"ci95\":null,\"seconds\":61.5,\"seed\":1}");
    }

    @Test
    void aResultRowEndsWithTheCodesOfItsModelWhereTheyWereMeasured() {
        CodeStatistics codes = new CodeStatistics(
                List.of(new CodeStatistics.Layer(8, 0.125, 6.5), new CodeStatistics.Layer(4, 1e-9, 1.5)));
        assertThat(Json.line(CELL.measured(0.83, null, 61.5).with(codes)))
                .endsWith("\"seconds\":61.5,\"seed\":1,\"codeVariance\":[0.125,1.0E-9],"
                        + "\"codeEffectiveRank\":[6.5,1.5],\"collapsed\":true}");
    }

    @Test
    void aSchemeOrKindThatCannotBeANameIsRefused() {
        assertThatThrownBy(() -> new ModelVariant("m", "", 2, "dae")).hasMessageContaining("scheme ''");
        assertThatThrownBy(() -> new ModelVariant("m", "J", 2, "dae,cae")).hasMessageContaining("kind 'dae,cae'");
        assertThatThrownBy(() -> new ModelVariant("m", "J", 0, "dae")).hasMessageContaining("layers 0");
        assertThat(new ModelVariant("m", "J", 2, "dae+cae").kind()).isEqualTo("dae+cae");
    }

    private static Cell cell(String dataHash, ModelVariant model, Map<String, String> hyperparameters) {
        return new Cell("a", dataHash, model, new TreeMap<>(hyperparameters), new MetricName("x"), Split.TEST, 1);
    }
}
