package io.jointae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.linalg.ProductUnits;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelCard;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Cell;
import io.jointae.results.MetricName;
import io.jointae.results.ModelVariant;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.AutoEncoderKind;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains with products in bfloat16 on Spark: the precision is part of the model, of its results and of its checkpoints. */
class PrecisionTrainingTest {

    private static SparkSession spark;

    @TempDir
    private static Path folder;

    private static PreparedDataset data;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(ProductUnits.ofThisProcess().multiplyBfloat16(), "The processor does not multiply bfloat16.");
        spark = TestSessions.local();
        data = PreparedDataset.open(spark, DatasetBuilder.bars().write(spark, folder.resolve("data")));
    }

    @AfterAll
    static void stop() {
        if (spark != null) {
            spark.stop();
        }
    }

    private static TrainingOptions options(String precision, int workers) {
        SortedMap<String, String> options =
                new TreeMap<>(TrainingOptions.paper(Scheme.UJ, 2, AutoEncoderKind.DAE, 0.2, 0.01)
                        .toMap());
        options.put("hidden", "12");
        options.put("epochs", "6");
        options.put("batch-size", "5");
        options.put("precision", precision);
        options.put("workers", Integer.toString(workers));
        return TrainingOptions.of(options);
    }

    private static ModelDirectory trained(String name, String precision, int workers) throws Exception {
        return new TrainingRun(options(precision, workers), folder.resolve(name).toString(), false, false, 0)
                .train(spark, data, List.of());
    }

    private static double lastCost(ModelDirectory model) {
        List<EpochRecord> history = model.card().history();
        return history.get(history.size() - 1).cost();
    }

    @Test
    void oneSeedGivesTheSameBitsTwiceAndTheCostOfSinglePrecision() throws Exception {
        for (int workers = 1; workers <= 2; workers++) {
            ModelDirectory first = trained("first-" + workers, "bfloat16", workers);
            ModelDirectory second = trained("second-" + workers, "bfloat16", workers);
            ModelDirectory single = trained("single-" + workers, "float", workers);
            assertThat(second.model().parameters()).isEqualTo(first.model().parameters());
            assertThat(single.model().parameters()).isNotEqualTo(first.model().parameters());
            assertThat(lastCost(first)).isCloseTo(lastCost(single), within(0.02 * lastCost(single)));
        }
    }

    @Test
    void thePrecisionIsPartOfTheCardAndOfTheCellsOfResults() throws Exception {
        trained("card", "bfloat16", 1);
        trained("float-card", "float", 1);
        ModelCard card = card("card");
        ModelCard floatCard = card("float-card");
        assertThat(card.options()).containsEntry("precision", "bfloat16");
        assertThat(floatCard.options()).doesNotContainKey("precision");
        assertThat(TrainingOptions.stored(card.options())).isEqualTo(options("bfloat16", 1));
        assertThat(cell(card).key()).isNotEqualTo(cell(floatCard).key());
    }

    private static ModelCard card(String name) throws Exception {
        return ModelDirectory.read(new Configuration(), folder.resolve(name).toString())
                .card();
    }

    private static Cell cell(ModelCard card) {
        return new Cell(
                "bars",
                card.data().hash(),
                new ModelVariant(card.name(), card.scheme(), 2, card.kind()),
                card.options(),
                new MetricName("clean-cost"),
                Split.TEST,
                card.seed());
    }

    @Test
    void aRunOfOnePrecisionIsNotResumedWithAnother() throws Exception {
        for (String began : List.of("float", "bfloat16")) {
            String other = began.equals("float") ? "bfloat16" : "float";
            String model = folder.resolve("resumed-" + began).toString();
            assertThatThrownBy(() -> new TrainingRun(options(began, 1), model, false, false, 0)
                            .train(spark, data, List.of(interruption())))
                    .hasMessageContaining("interrupted on purpose");
            assertThatThrownBy(() ->
                            new TrainingRun(options(other, 1), model, true, false, 0).train(spark, data, List.of()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("belongs to a run with other options (precision ");
            ModelDirectory resumed =
                    new TrainingRun(options(began, 1), model, true, false, 0).train(spark, data, List.of());
            assertThat(resumed.model().parameters())
                    .isEqualTo(trained("whole-" + began, began, 1).model().parameters());
        }
    }

    private static RunListener interruption() {
        return new RunListener() {
            private int rounds;

            @Override
            public void onRoundEnd(TrainingPlan plan, TrainingState state) {
                if (++rounds == 2) {
                    throw new IllegalStateException("interrupted on purpose");
                }
            }
        };
    }
}
