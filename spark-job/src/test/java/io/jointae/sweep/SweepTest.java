package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelDirectory;
import io.jointae.results.BlockMeans;
import io.jointae.results.Metric;
import io.jointae.results.Procedure;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.results.WrongRows;
import io.jointae.results.choice.Choice;
import io.jointae.results.choice.Selection;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingRun;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.watch.TrainingCodesEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

    private static final Configuration CONF = new Configuration();

    @TempDir
    private static Path data;

    private static SparkSession spark;

    @TempDir
    private Path out;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws Exception {
        spark = TestSessions.local();
        DatasetBuilder.bars().write(spark, data);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static SweepPlan plan(String schemes, String layers, String noise) throws Exception {
        return SweepPlan.of(CONF, TestGrids.read(TestGrids.small(data.toString(), schemes, layers, noise)));
    }

    private Sweep.Summary run(SweepPlan plan, Supplier<List<RunListener>> listeners, boolean resume) throws Exception {
        PrintStream printed = new PrintStream(progress, true, StandardCharsets.UTF_8);
        return new Sweep(spark, plan, out.toString(), 2, printed, listeners).run(resume);
    }

    private List<StoredRow> rows() throws Exception {
        return ResultStore.in(CONF, out.toString()).read();
    }

    /** Throws in the first epoch of those attempts to train scheme J that the predicate selects, counted from 1. */
    private static Supplier<List<RunListener>> breaking(IntPredicate attempts) {
        AtomicInteger attempt = new AtomicInteger();
        return () -> List.of(new RunListener() {
            @Override
            public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
                if (plan.name().endsWith("J") && record.epoch() == 1 && attempts.test(attempt.incrementAndGet())) {
                    throw new IllegalStateException("the machine room is on fire");
                }
            }
        });
    }

    @Test
    void trialsThatShareLayersEqualTrialsTrainedAloneBitForBit() throws Exception {
        SweepPlan plan = plan("[L, U, UJ]", "[2, 3]", "[0.5]");
        assertThat(run(plan, List::of, false)).isEqualTo(new Sweep.Summary(6, 0, 6, 0));
        PreparedDataset bars = PreparedDataset.open(spark, data + "/bars");
        for (Trial trial : plan.trials()) {
            ModelDirectory shared = ModelDirectory.read(CONF, out + "/models/" + trial.folder());
            ModelDirectory alone = new TrainingRun(trial.options(), out + "/alone/" + trial.folder(), false, false, 60)
                    .train(spark, bars, List.of());
            assertThat(shared.model().parameters())
                    .as(trial.describe())
                    .isEqualTo(alone.model().parameters());
            assertThat(shared.card().history()).hasSameSizeAs(alone.card().history());
        }
    }

    @Test
    void theBestModelOfEachSchemeHasPicturesAndEachSvmCellHasItsWrongRows() throws Exception {
        SweepPlan plan = plan("[L, J]", "[2]", "[0.5]");
        run(plan, List::of, false);
        for (Trial trial : plan.trials()) {
            for (String picture : List.of("filters.png", "reconstructions.png", "samples.png")) {
                Path file = out.resolve("models").resolve(trial.folder()).resolve(picture);
                assertThat(ImageIO.read(file.toFile())).as(file.toString()).isNotNull();
            }
        }
        List<StoredRow> test = rows().stream()
                .filter(row ->
                        row.cell().split() == Split.TEST && row.cell().metric().is(Metric.SVM_ERROR))
                .toList();
        assertThat(test).hasSize(2);
        for (StoredRow row : test) {
            WrongRows wrong = WrongRows.find(CONF, out.toString(), row.key()).orElseThrow();
            WrongRows none = WrongRows.of("none", wrong.rows(), new long[] {});
            assertThat(100.0 * wrong.wrongOnlyHere(none) / wrong.rows())
                    .isEqualTo(row.result().value());
        }
    }

    @Test
    void theTrainingTabReceivesTheRanksOfTheCodesOfEveryTrial() throws Exception {
        Map<String, List<Double>> ranks = new ConcurrentHashMap<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onOtherEvent(SparkListenerEvent event) {
                if (event instanceof TrainingCodesEvent codes) {
                    ranks.put(codes.model(), codes.ranks());
                }
            }
        };
        SweepPlan plan = plan("[J, L]", "[2]", "[0.5]");
        spark.sparkContext().addSparkListener(listener);
        try {
            run(plan, List::of, false);
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }

        assertThat(ranks).hasSize(2);
        for (Trial trial : plan.trials()) {
            assertThat(ranks.get(trial.folder()))
                    .as(trial.describe())
                    .hasSize(2)
                    .allMatch(rank -> rank > 1);
        }
    }

    @Test
    void trialsOfSchemesUAndUjShareTheirLayerwisePhases() throws Exception {
        SweepPlan plan = plan("[U, UJ]", "[2]", "[0.5]");
        AtomicInteger epochs = new AtomicInteger();
        RunListener counting = new RunListener() {
            @Override
            public void onEpochEnd(TrainingPlan training, TrainingState state, EpochRecord record) {
                epochs.incrementAndGet();
            }
        };
        assertThat(run(plan, () -> List.of(counting), false)).isEqualTo(new Sweep.Summary(2, 0, 2, 0));
        // Two shared layers, U and UJ take two epochs each. Without sharing it would be twelve epochs.
        assertThat(epochs).hasValue(8);
        assertThat(rows()).hasSize(4);
    }

    @Test
    void storedTrialsAreNotRunAgain() throws Exception {
        SweepPlan small = plan("[J]", "[2]", "[0.5]");
        assertThat(run(small, List::of, false)).isEqualTo(new Sweep.Summary(1, 0, 1, 0));
        List<StoredRow> before = rows();
        assertThatThrownBy(() -> run(small, List::of, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("already has results: set resume to run");
        Sweep.Summary again = run(small, List::of, true);
        assertThat(again.nothingToDo()).isTrue();
        assertThat(rows()).isEqualTo(before);
        assertThat(run(plan("[J]", "[2]", "[0.1, 0.5]"), List::of, true)).isEqualTo(new Sweep.Summary(2, 1, 1, 0));
        assertThat(rows()).containsAll(before).hasSize(4);
    }

    @Test
    void aModelThatWasKeptWithoutParametersIsTrainedAgainForFurtherEvaluations() throws Exception {
        SweepPlan svm = plan("[J]", "[2]", "[0.5]");
        run(svm, List::of, false);
        Path model = out.resolve("models").resolve(svm.trials().get(0).folder());
        String parameters = ModelDirectory.read(CONF, model.toString()).card().parameters();
        Files.delete(model.resolve("network.zip"));
        String small = TestGrids.small(data.toString(), "[J]", "[2]", "[0.5]");
        SweepPlan more = SweepPlan.of(CONF, TestGrids.read(small + "evaluations: [reconstruct, svm]\n"));
        assertThat(run(more, List::of, true)).isEqualTo(new Sweep.Summary(1, 0, 1, 0));
        assertThat(ModelDirectory.read(CONF, model.toString()).card().parameters())
                .isEqualTo(parameters);
    }

    @Test
    void otherEpochsOrSvmCostsInTheSameFolderAreMeasuredAgain() throws Exception {
        String small = TestGrids.small(data.toString(), "[J]", "[2]", "[0.5]");
        run(SweepPlan.of(CONF, TestGrids.read(small)), List::of, false);
        String longer = small.replace("epochs: 2", "epochs: 3");
        run(SweepPlan.of(CONF, TestGrids.read(longer)), List::of, true);
        assertThat(rows())
                .extracting(row -> row.cell().hyperparameters().get("epochs"))
                .containsExactly("2", "2", "3", "3");
        String costs = small + "svm-costs: [1.0]\n";
        assertThat(run(SweepPlan.of(CONF, TestGrids.read(costs)), List::of, true)
                        .done())
                .isEqualTo(1);
        assertThat(run(SweepPlan.of(CONF, TestGrids.read(costs)), List::of, true)
                        .nothingToDo())
                .isTrue();
        assertThat(run(SweepPlan.of(CONF, TestGrids.read(small)), List::of, true)
                        .nothingToDo())
                .isTrue();
        assertThat(rows()).hasSize(6);
    }

    @Test
    void aTrialOfTwoGridsRunsOnceWithTheEvaluationsOfBoth() throws Exception {
        String svm = TestGrids.small(data.toString(), "[J]", "[2]", "[0.5]");
        SweepPlan plan = SweepPlan.of(CONF, TestGrids.read(svm + "---\n" + svm + "evaluations: [reconstruct, svm]\n"));
        assertThat(plan.trials())
                .singleElement()
                .satisfies(trial -> assertThat(trial.evaluation().evaluations()).containsExactly("svm", "reconstruct"));
        assertThatThrownBy(() -> SweepPlan.of(CONF, TestGrids.read(svm + "---\n" + svm + "svm-costs: [1.0]\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("svm-costs");
    }

    @Test
    void aTrialThatFailsOnceIsRetried() throws Exception {
        SweepPlan plan = plan("[J]", "[2]", "[0.5]");
        assertThat(run(plan, breaking(attempt -> attempt == 1), false)).isEqualTo(new Sweep.Summary(1, 0, 1, 0));
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("attempt 1 failed", "machine room", "trial 1 of 1 finished: bars DAE-2J");
    }

    @Test
    void aTrialThatFailsTwiceIsStoredWithItsReasonAndTheSweepContinues() throws Exception {
        SweepPlan plan = plan("[J, L]", "[2]", "[0.5]");
        assertThat(run(plan, breaking(attempt -> true), false)).isEqualTo(new Sweep.Summary(2, 0, 1, 1));
        assertThat(rows().stream().filter(row -> !row.measured()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.cell().model().name()).isEqualTo("DAE-2J");
                    assertThat(row.cell().metric().id()).isEqualTo("svm-error-percent");
                    assertThat(row.failure()).contains("the machine room is on fire");
                });
        assertThat(rows().stream().filter(StoredRow::measured))
                .extracting(row -> row.cell().model().name())
                .containsExactly("DAE-2L", "DAE-2L");
        assertThat(run(plan, List::of, true)).isEqualTo(new Sweep.Summary(2, 1, 1, 0));
    }

    @Test
    void theChosenSettingAloneGetsFurtherSeeds() throws Exception {
        SweepPlan plan = plan("[J]", "[2]", "[0.1, 0.5, 0.9]");
        run(plan, List::of, false);
        Choice before = new Selection(rows())
                .best(
                        rows().stream()
                                .filter(row -> row.cell().split() == Split.TEST)
                                .toList(),
                        Metric.SVM_ERROR.metricName())
                .orElseThrow();
        assertThat(FurtherSeeds.most(plan, 3)).isEqualTo(2);
        SweepPlan further = FurtherSeeds.of(plan, rows(), 3);
        assertThat(further.trials()).extracting(trial -> trial.options().seed()).containsExactly(2L, 3L);
        assertThat(run(further, List::of, true)).isEqualTo(new Sweep.Summary(2, 0, 2, 0));
        List<StoredRow> tests =
                rows().stream().filter(row -> row.cell().split() == Split.TEST).toList();
        Choice after =
                new Selection(rows()).best(tests, Metric.SVM_ERROR.metricName()).orElseThrow();
        assertThat(after.setting().options()).isEqualTo(before.setting().options());
        assertThat(after.setting().seeds()).containsExactly(1L, 2L, 3L);
        assertThat(after.counts().compared()).isEqualTo(3);
        assertThat(tests).hasSize(5);
        assertThat(FurtherSeeds.of(plan, rows(), 3).trials()).isEmpty();
    }

    @Test
    void everyEvaluationIsMeasuredAndNotRunAgain() throws Exception {
        SweepPlan plan = SweepPlan.of(
                CONF,
                TestGrids.read(TestGrids.small(data.toString(), "[J]", "[2]", "[0.5]")
                        + "evaluations: [finetune, parzen, reconstruct]\nparzen-samples: 50\n"
                        + "finetune-epochs: 3\nfinetune-patience: 2\n"));
        assertThat(run(plan, List::of, false)).isEqualTo(new Sweep.Summary(1, 0, 1, 0));
        assertThat(rows())
                .extracting(row -> row.cell().metric().id())
                .containsOnly("finetune-error-percent", "log-likelihood", "cross-entropy", "denoising-cross-entropy");
        for (StoredRow row : rows()) {
            Split split = row.cell().split();
            boolean classifier = row.cell().metric().is(Metric.FINETUNE_ERROR);
            assertThat(row.result().measurement().validationLoss().isPresent()).isEqualTo(classifier);
            assertThat(row.result().measurement().codes().layers()).hasSize(2);
            assertThat(row.procedure()).isEqualTo(Procedure.PLAIN);
            assertThat(WrongRows.find(CONF, out.toString(), row.key()).isPresent())
                    .isEqualTo(classifier && split == Split.TEST);
            assertThat(BlockMeans.find(CONF, out.toString(), row.key()).isPresent())
                    .as(row.cell().metric() + " " + split)
                    .isEqualTo(!classifier && split != Split.VALID);
        }
        assertThat(run(plan, List::of, true).nothingToDo()).isTrue();
    }
}
