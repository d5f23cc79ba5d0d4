package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.PreparedDataset;
import io.jointae.model.ModelDirectory;
import io.jointae.results.ResultStore;
import io.jointae.results.StoredRow;
import io.jointae.sweep.batch.BatchRequest;
import io.jointae.sweep.file.SweepFile;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.testing.DatasetBuilder;
import io.jointae.testing.TestSessions;
import io.jointae.train.TrainingRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose trials train together with the engine {@code torch-cpu}. */
class TorchSweepTest {

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

    private static SweepPlan plan(String kind, String schemes, String rates) throws Exception {
        String grid = """
                name: small
                data: %s
                datasets: [bars]
                engine: torch-cpu
                kinds: [%s]
                schemes: %s
                layers: [2]
                noise: [0.1, 0.5]
                contraction: [0.1, 0.5]
                learning-rate: %s
                hidden: 8
                batch-size: 10
                epochs: 2
                evaluations: [reconstruct]
                """.formatted(data, kind, schemes, rates);
        return SweepPlan.of(
                CONF, SweepFile.read(new ByteArrayInputStream(grid.getBytes(StandardCharsets.UTF_8)), "sweep.yaml"));
    }

    private Sweep.Summary run(SweepPlan plan, String folder, int batch) throws Exception {
        PrintStream printed = new PrintStream(progress, true, StandardCharsets.UTF_8);
        TrialSlots slots = TrialSlots.fixed(2).batched(new BatchRequest(batch));
        return new Sweep(spark, plan, out.resolve(folder).toString(), slots, printed, List::of, null).run(false);
    }

    private Map<String, Double> values(String folder) throws Exception {
        Map<String, Double> values = new TreeMap<>();
        for (StoredRow row :
                ResultStore.in(CONF, out.resolve(folder).toString()).read()) {
            if (row.measured()) {
                values.put(row.key(), row.result().value());
            }
        }
        return values;
    }

    private void assertEqualToTrainingAlone(String folder, Trial trial) throws Exception {
        PreparedDataset bars = PreparedDataset.open(spark, data + "/bars");
        ModelDirectory alone = new TrainingRun(trial.options(), out + "/alone/" + trial.folder(), false, false, 60)
                .train(spark, bars, List.of());
        ModelDirectory together = ModelDirectory.read(CONF, out + "/" + folder + "/models/" + trial.folder());
        assertThat(together.card().parameters())
                .as(trial.describe())
                .isEqualTo(alone.card().parameters());
        assertThat(together.card().options()).isEqualTo(alone.card().options());
        for (int i = 0; i < alone.card().history().size(); i++) {
            assertThat(together.card().history().get(i).cost())
                    .isEqualTo(alone.card().history().get(i).cost());
            assertThat(together.card().history().get(i).valid())
                    .isEqualTo(alone.card().history().get(i).valid());
        }
    }

    @Test
    void trialsRoundsTogetherEqualTrialsAloneBitForBit() throws Exception {
        for (String kind : List.of("dae", "cae")) {
            SweepPlan plan = plan(kind, "[J, UJ]", "[0.01, 0.02]");
            Sweep.Summary together = run(plan, "batch-" + kind, 4);
            assertThat(together.done()).isEqualTo(8);
            assertThat(run(plan, "single-" + kind, 1)).isEqualTo(together);
            assertThat(values("batch-" + kind))
                    .isEqualTo(values("single-" + kind))
                    .isNotEmpty();
            for (Trial trial : plan.trials()) {
                assertEqualToTrainingAlone("batch-" + kind, trial);
            }
        }
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("4 trials train together");
    }

    @Test
    void trialsThatDivergeLeaveTheOthersAsTheyAre() throws Exception {
        SweepPlan plan = plan("dae", "[J]", "[0.01, 1e38]");
        Sweep.Summary summary = run(plan, "diverging", 4);
        assertThat(summary.done()).isEqualTo(2);
        assertThat(summary.diverged()).isEqualTo(2);
        for (Trial trial : plan.trials()) {
            if (trial.options().toMap().get("learning-rate").equals("0.01")) {
                assertEqualToTrainingAlone("diverging", trial);
            }
        }
    }
}
