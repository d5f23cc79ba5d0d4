package io.jointae.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CellTest {

    private static final Cell CELL = TestRows.cell("DAE-2J", 0.5, "test");

    @Test
    void theKeyIsPinnedSoThatStoresOfOldResume() {
        // sha256sum over the JSON array of the fields in order
        assertThat(CELL.key()).isEqualTo("eb929665045a4218437e59a02e8bdf4b4760cdb39b5bbb0aaf6b46f6b265bb58");
    }

    @Test
    void whatCameOutDoesNotChangeTheKey() {
        assertThat(Cell.of(CELL.measured(1, 2.0, 3), "hash-of-rect").key()).isEqualTo(CELL.key());
        assertThat(Cell.of(CELL.measured(9, null, 8), "hash-of-rect").key()).isEqualTo(CELL.key());
    }

    @Test
    void everyThingThatDeterminesACellChangesItsKey() {
        TreeMap<String, String> other = new TreeMap<>(CELL.hyperparameters());
        other.put("noise", "0.9");
        List<Cell> cells = new ArrayList<>(List.of(CELL, CELL.on("valid")));
        cells.add(new Cell("a", "h", "m", "J", 2, "dae", new TreeMap<>(), "x", "test", 1));
        cells.add(new Cell("b", "h", "m", "J", 2, "dae", new TreeMap<>(), "x", "test", 1));
        cells.add(new Cell("a", null, "m", "J", 2, "dae", new TreeMap<>(), "x", "test", 1));
        cells.add(new Cell("a", "h", "n", "J", 2, "dae", new TreeMap<>(), "x", "test", 1));
        cells.add(new Cell("a", "h", "m", "L", 2, "dae", new TreeMap<>(), "x", "test", 1));
        cells.add(new Cell("a", "h", "m", "J", 3, "dae", new TreeMap<>(), "x", "test", 1));
        cells.add(new Cell("a", "h", "m", "J", 2, "cae", new TreeMap<>(), "x", "test", 1));
        cells.add(new Cell("a", "h", "m", "J", 2, "dae", other, "x", "test", 1));
        cells.add(new Cell("a", "h", "m", "J", 2, "dae", new TreeMap<>(), "y", "test", 1));
        cells.add(new Cell("a", "h", "m", "J", 2, "dae", new TreeMap<>(), "x", "test", 2));
        assertThat(new HashSet<>(cells.stream().map(Cell::key).toList())).hasSameSizeAs(cells);
    }

    @Test
    void valuesWithSeparatorsDoNotCollide() {
        TreeMap<String, String> one = new TreeMap<>();
        one.put("a", "1\",\"b\":\"2");
        TreeMap<String, String> two = new TreeMap<>();
        two.put("a", "1");
        two.put("b", "2");
        Cell first = new Cell("a", "h", "m", "J", 2, "dae", one, "x", "test", 1);
        Cell second = new Cell("a", "h", "m", "J", 2, "dae", two, "x", "test", 1);
        assertThat(first.key()).isNotEqualTo(second.key());
    }
}
