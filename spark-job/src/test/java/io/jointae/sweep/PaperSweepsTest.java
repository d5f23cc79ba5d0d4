package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.prepare.Catalog;
import io.jointae.results.paper.PaperCell;
import io.jointae.results.paper.PaperTable;
import io.jointae.results.paper.PaperTables;
import io.jointae.stack.InitialWeights;
import io.jointae.sweep.file.SweepFile;
import io.jointae.sweep.plan.SweepGrid;
import io.jointae.train.options.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** The files in {@code conf/paper} hold the paper's experiments. */
class PaperSweepsTest {

    private static final Path FOLDER = folder();

    private static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("conf/paper"))) {
            folder = folder.getParent();
        }
        return folder.resolve("conf/paper");
    }

    private static List<SweepGrid> read(String file) throws IOException {
        return SweepFile.read(new Configuration(), FOLDER.resolve(file).toString());
    }

    private static Set<String> cells(List<SweepGrid> grids) {
        Set<String> cells = new TreeSet<>();
        for (SweepGrid grid : grids) {
            for (String dataset : grid.data().names()) {
                for (TrainingOptions options : grid.trainings()) {
                    for (String evaluation : grid.evaluation().evaluations()) {
                        cells.add(cell(
                                grid.evaluation(1)
                                        .evaluation(evaluation)
                                        .metrics(options.layers())
                                        .get(0)
                                        .id(),
                                Catalog.get(dataset).paperName(),
                                PaperTables.paperName(options.modelName())));
                    }
                }
            }
        }
        return cells;
    }

    private static String cell(String metric, String dataset, String model) {
        return metric + " " + dataset + " " + model;
    }

    @Test
    void everyFileIsValidAndHasCells() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(names).hasSizeGreaterThanOrEqualTo(15).allMatch(name -> name.endsWith(".yaml"));
            for (String name : names) {
                assertThat(cells(read(name))).as(name).isNotEmpty();
            }
        }
    }

    @Test
    void everyTableHasAFileWithExactlyItsCells() throws Exception {
        Set<String> all = new HashSet<>();
        int number = 0;
        for (PaperTable table : PaperTables.all()) {
            number++;
            Set<String> printed = new TreeSet<>();
            for (PaperCell cell : table.cells()) {
                printed.add(cell(table.metric().id(), cell.dataset(), cell.model()));
            }
            assertThat(cells(read("table-" + number + ".yaml"))).isEqualTo(printed);
            assertThat(cells(read("table-" + number + "-small.yaml"))).isEqualTo(printed);
            all.addAll(printed);
        }
        assertThat(all).hasSize(360);
    }

    @Test
    void theFilesOfARowHaveItsCellsInAllTables() throws Exception {
        for (String dataset : List.of("rect", "convex")) {
            Set<String> printed = new TreeSet<>();
            for (PaperTable table : PaperTables.all()) {
                table.cells().stream()
                        .filter(cell -> cell.dataset().equals(dataset))
                        .forEach(cell -> printed.add(cell(table.metric().id(), dataset, cell.model())));
            }
            assertThat(printed).hasSize(40);
            Set<String> swept = new TreeSet<>(cells(read("row-" + dataset + ".yaml")));
            if (dataset.equals("convex")) {
                swept.addAll(cells(read("row-convex-likelihood.yaml")));
            }
            // The reconstruction is that of Figure 3.
            swept.removeIf(cell -> cell.startsWith("cross-entropy"));
            assertThat(swept).isEqualTo(printed);
        }
        for (SweepGrid grid : read("row-rect.yaml")) {
            assertThat(grid.halving()).isNull();
            assertThat(grid.training().learningRates()).containsExactly(0.001, 0.005, 0.01, 0.02);
            assertThat(grid.stack().noise()).hasSize(5);
            assertThat(grid.stack().contraction()).hasSize(5);
            assertThat(grid.training().epochs()).isEqualTo(300);
            assertThat(grid.stack().hidden()).containsExactly(1000);
            assertThat(grid.evaluation().parzenSamples()).isEqualTo(10_000);
        }
        assertThat(read("row-convex.yaml"))
                .allSatisfy(grid -> assertThat(grid.halving()).isNotNull());
    }

    @Test
    void theFileThatHalvesRectanglesSharesAllItsTrialsWithTheRow() throws Exception {
        List<SweepGrid> grids = read("row-rect-halving.yaml");
        assertThat(cells(grids)).hasSize(24).isSubsetOf(cells(read("row-rect.yaml")));
        assertThat(trainings(read("row-rect.yaml"))).containsAll(trainings(grids));
        assertThat(grids).allSatisfy(grid -> assertThat(grid.halving()).isNotNull());
    }

    @Test
    void theFileOfInitialWeightsHasTheJointCellsOfRectanglesAndSharesTrialsWithTheRow() throws Exception {
        Set<String> joint = new TreeSet<>(cells(read("row-rect.yaml")));
        joint.removeIf(cell -> !cell.matches(".*-\\dJ?"));
        List<SweepGrid> grids = read("row-rect-initial-weights.yaml");
        assertThat(cells(grids)).isEqualTo(joint);
        Set<TrainingOptions> row = trainings(read("row-rect.yaml"));
        Set<TrainingOptions> both = trainings(grids);
        both.removeAll(row);
        assertThat(both)
                .hasSize(2 * (20 + 20 + 16))
                .allSatisfy(
                        options -> assertThat(options.stack().initialWeights()).isEqualTo(InitialWeights.GLOROT));
        assertThat(trainings(grids)).hasSize(2 * both.size());
    }

    private static Set<TrainingOptions> trainings(List<SweepGrid> grids) {
        return grids.stream().flatMap(grid -> grid.trainings().stream()).collect(Collectors.toSet());
    }

    @Test
    void aTableOfOneDatasetIsOneRow() throws Exception {
        List<SweepGrid> row = SweepGrid.only(read("table-3.yaml"), List.of("convex"));
        assertThat(cells(row)).hasSize(8).allMatch(cell -> cell.contains(" convex CAE-"));
        List<SweepGrid> all = read("table-3.yaml");
        assertThatThrownBy(() -> SweepGrid.only(all, List.of("convex", "rect")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("dataset rect is not in the sweep file: choose from mnist, basic");
    }

    @Test
    void theFullFilesHaveTheGridAndSizesOfThePaper() throws Exception {
        for (int number = 1; number <= 7; number++) {
            for (SweepGrid grid : read("table-" + number + ".yaml")) {
                assertThat(grid.training().learningRates()).containsExactly(0.001, 0.005, 0.01, 0.02);
                assertThat(grid.stack().noise().stream().flatMap(List::stream))
                        .containsExactly(0.1, 0.3, 0.5, 0.7, 0.9);
                assertThat(grid.stack().contraction().stream().flatMap(List::stream))
                        .containsExactly(0.01, 0.05, 0.15, 0.3, 0.6);
                assertThat(grid.stack().depths()).containsExactly(2, 3);
                assertThat(grid.stack().hidden()).containsExactly(1000);
                assertThat(grid.training().batchSize()).isEqualTo(100);
                assertThat(grid.training().epochs()).isEqualTo(300);
                assertThat(grid.evaluation().finetune().epochs()).isEqualTo(1000);
                assertThat(grid.evaluation().parzenSamples()).isEqualTo(10_000);
            }
        }
    }
}
