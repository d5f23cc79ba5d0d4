package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.Lease;
import io.jointae.base.LeaseRequest;
import io.jointae.data.Split;
import io.jointae.model.EpochRecord;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.runtime.ClusterApplication;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs sweeps as a scheduler does night after night: settings that diverge, and drivers that start again. */
class UnattendedSweepTest {

    private static final Configuration CONF = new Configuration();
    private static final String APPLICATION = "job-7d1f";

    @TempDir
    private static Path data;

    private static SparkSession spark;

    @TempDir
    private Path out;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final AtomicInteger starts = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        spark = TestSessions.builder(2)
                .config(ClusterApplication.SETTING, APPLICATION)
                .getOrCreate();
        DatasetBuilder.bars().write(spark, data);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Returns a sweep in which the learning rate 1e30 diverges in the first epoch. */
    private static SweepPlan plan(String schemes, String layers) throws Exception {
        return SweepPlan.of(
                CONF,
                TestGrids.read(TestGrids.small(data.toString(), schemes, layers, "[0.5]")
                        .replace("learning-rate: [0.01]", "learning-rate: [0.01, 1.0e+30]")));
    }

    private Sweep.Summary run(SweepPlan plan, Sweep.FolderUse use, RunListener listener) throws Exception {
        RunListener counting = new RunListener() {
            @Override
            public void onStart(TrainingPlan training, TrainingState state) {
                starts.incrementAndGet();
            }
        };
        PrintStream printed = new PrintStream(progress, true, StandardCharsets.UTF_8);
        return new Sweep(spark, plan, out.toString(), 2, printed, () -> List.of(counting, listener)).run(use);
    }

    private Sweep.Summary run(SweepPlan plan, boolean retryDiverged) throws Exception {
        starts.set(0);
        return run(plan, new Sweep.FolderUse(true, retryDiverged, Duration.ZERO), new RunListener() {});
    }

    private List<StoredRow> rows() throws IOException {
        return ResultStore.in(CONF, out.toString()).read();
    }

    @Test
    void aSettingThatDivergesIsStoredOnceAndNotTrainedByTheNextNight() throws Exception {
        SweepPlan plan = plan("[J]", "[2]");
        assertThat(run(plan, false)).isEqualTo(new Sweep.Summary(2, 0, 1, 0, 0, 1, 0));
        assertThat(rows().stream().filter(StoredRow::diverged)).singleElement().satisfies(row -> {
            assertThat(row.cell().hyperparameters()).containsEntry("learning-rate", "1.0E30");
            assertThat(row.cell().split()).isEqualTo(Split.TEST);
            assertThat(row.failure()).startsWith("diverged in epoch 1 of phase 1: its cost is ");
        });
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("diverged in epoch 1")
                .doesNotContain("attempt");

        Sweep.Summary next = run(plan, false);
        assertThat(next).isEqualTo(new Sweep.Summary(2, 2, 0, 0, 0, 0, 1));
        assertThat(next.nothingToDo()).isTrue();
        assertThat(starts).hasValue(0);
    }

    @Test
    void aSettingThatDivergedIsTrainedAgainOnlyIfAUserWishes() throws Exception {
        SweepPlan plan = plan("[J]", "[2]");
        run(plan, false);
        assertThat(run(plan, true)).isEqualTo(new Sweep.Summary(2, 1, 0, 0, 0, 1, 0));
        assertThat(starts).hasValue(1);
        assertThat(rows().stream().filter(StoredRow::diverged)).hasSize(1);
    }

    @Test
    void aFineTuningThatDivergesWithEveryLearningRateIsAResultBesideThoseOfTheOtherEvaluations() throws Exception {
        SweepPlan plan =
                SweepPlan.of(CONF, TestGrids.read(TestGrids.small(data.toString(), "[J]", "[2]", "[0.5]") + """
                        evaluations: [svm, finetune]
                        finetune-learning-rate: [1.0e+300, 1.0e+299]
                        finetune-epochs: 2
                        """));
        assertThat(run(plan, false)).as("%s", progress).isEqualTo(new Sweep.Summary(1, 0, 0, 0, 0, 1, 0));
        assertThat(rows().stream().filter(StoredRow::measured))
                .extracting(row -> row.cell().metric().id())
                .contains("svm-error-percent")
                .doesNotContain("finetune-error-percent");
        assertThat(rows().stream().filter(StoredRow::diverged)).singleElement().satisfies(row -> {
            assertThat(row.cell().metric().id()).isEqualTo("finetune-error-percent");
            assertThat(row.failure())
                    .isEqualTo(
                            "diverged in epoch 1 of fine-tuning: its loss is not a number. Choose a learning rate below"
                                    + " 1.0E299.");
        });
        assertThat(progress.toString(StandardCharsets.UTF_8)).doesNotContain("attempt");

        Sweep.Summary next = run(plan, false);
        assertThat(next).isEqualTo(new Sweep.Summary(1, 1, 0, 0, 0, 0, 1));
        assertThat(next.nothingToDo()).isTrue();
        assertThat(run(plan, true)).isEqualTo(new Sweep.Summary(1, 0, 0, 0, 0, 1, 0));
        assertThat(starts).hasValue(0);
        assertThat(rows().stream().filter(StoredRow::diverged)).hasSize(1);
    }

    @Test
    void trialsWhoseSharedLayersDivergeAreNotTrainedEachForItself() throws Exception {
        SweepPlan plan = plan("[L, U, UJ]", "[2]");
        assertThat(run(plan, false)).isEqualTo(new Sweep.Summary(6, 0, 3, 0, 0, 3, 0));
        // Three sound trials, and the layerwise one with the high learning rate.
        assertThat(starts).hasValue(4);
        Map<String, Long> reasons = rows().stream()
                .filter(StoredRow::diverged)
                .collect(Collectors.groupingBy(StoredRow::failure, Collectors.counting()));
        assertThat(reasons).hasSize(1).containsValue(3L);
    }

    @Test
    void aDriverThatStartsAgainTakesTheLockOfItsApplicationOverAtOnce() throws Exception {
        LeaseRequest died = new LeaseRequest("sweep", "wait", null).with(new LeaseRequest.Application(APPLICATION, 0));
        try (Lease earlier = Lease.take(CONF, out.toString(), died)) {
            assertThat(run(plan("[J]", "[2]"), false).done()).isEqualTo(1);
            assertThatThrownBy(earlier::confirm).hasMessageContaining("now belongs to another sweep");
        }
    }

    @Test
    void aSweepWhoseApplicationHasANewDriverStopsBeforeItStoresAnything() throws Exception {
        SweepPlan plan =
                SweepPlan.of(CONF, TestGrids.read(TestGrids.small(data.toString(), "[J]", "[2]", "[0.1, 0.5]")));
        LeaseRequest restarted =
                new LeaseRequest("sweep", "wait", null).with(new LeaseRequest.Application(APPLICATION, 1));
        AtomicReference<Lease> taken = new AtomicReference<>();
        RunListener takeOver = new RunListener() {
            @Override
            public synchronized void onEpochEnd(TrainingPlan training, TrainingState state, EpochRecord record) {
                try {
                    if (taken.get() == null) {
                        taken.set(Lease.take(CONF, out.toString(), restarted));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        assertThatThrownBy(() -> run(plan, new Sweep.FolderUse(true, false, Duration.ZERO), takeOver))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("now belongs to another sweep");
        assertThat(rows()).isEmpty();
        try (Stream<Path> models = Files.list(out.resolve("models"))) {
            assertThat(models).allMatch(folder -> folder.toString().endsWith(".run"));
        }
        taken.get().confirm();
        taken.get().close();
    }
}
