package io.jointae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.model.CodeMeasurement;
import io.jointae.model.EpochRecord;
import io.jointae.model.ModelDirectory;
import io.jointae.testing.TestSessions;
import io.jointae.train.listener.RunListener;
import io.jointae.train.options.ResumedOptions;
import io.jointae.train.options.TrainingOptions;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files in {@code run-format-1} were written by the first version: a dataset, a model, and a checkpoint of the same
 * run in the middle of its second phase, with two workers that keep their own optimizer states. Every later version must
 * resume and reproduce them. Other processors may round differently, hence the tolerance.
 */
class StoredRunTest {

    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Path stored(String name) throws URISyntaxException {
        return Path.of(StoredRunTest.class.getResource("run-format-1").toURI()).resolve(name);
    }

    private static ModelDirectory model() throws IOException, URISyntaxException {
        return ModelDirectory.read(new Configuration(), stored("model").toString());
    }

    private static PreparedDataset data() throws IOException, URISyntaxException {
        return PreparedDataset.open(spark, stored("bars").toString());
    }

    @Test
    void aCheckpointOfTheFirstVersionResumesToTheStoredModel() throws Exception {
        ModelDirectory whole = model();
        SortedMap<String, String> options = whole.card().options();
        assertThat(options).containsEntry("optimiser-state", "keep");
        Path run = Files.createDirectory(folder.resolve("resumed.run"));
        Files.copy(stored("resumed.run").resolve("checkpoint-000012"), run.resolve("checkpoint-000012"));
        List<TrainingState> starts = new ArrayList<>();
        RunListener recorder = new RunListener() {
            @Override
            public void onStart(TrainingPlan plan, TrainingState state) {
                starts.add(state);
            }
        };

        ModelDirectory resumed = new TrainingRun(
                        TrainingOptions.stored(options),
                        folder.resolve("resumed").toString(),
                        true,
                        false,
                        60)
                .train(spark, data(), List.of(recorder));

        assertThat(starts).hasSize(1);
        assertThat(starts.get(0).phase()).isEqualTo(1);
        assertThat(starts.get(0).workerStates()).containsOnlyKeys(0, 1);
        assertThat(starts.get(0).history())
                .extracting(EpochRecord::cost)
                .isEqualTo(whole.card().history().subList(0, 4).stream()
                        .map(EpochRecord::cost)
                        .toList());
        assertThat(resumed.card().history())
                .extracting(EpochRecord::epoch)
                .isEqualTo(
                        whole.card().history().stream().map(EpochRecord::epoch).toList());
        float[] expected = whole.model().parameters();
        float[] parameters = resumed.model().parameters();
        assertThat(parameters).hasSize(expected.length);
        assertThat(whole.card().codes()).isNull();
        ModelDirectory read = ModelDirectory.read(
                new Configuration(), folder.resolve("resumed").toString());
        assertThat(read.card().codes())
                .isEqualTo(CodeMeasurement.of(read.model(), data().sample(Split.TRAIN, CodeMeasurement.MOST_ROWS)));
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) parameters[i]).as("parameter %d", i).isCloseTo(expected[i], within(TOLERANCE));
        }
    }

    @Test
    void aRunOfTheFirstVersionGoesOnWithItsOwnAveragingIfNothingElseIsSet() throws Exception {
        Files.createDirectory(folder.resolve("begun.run"));
        Files.copy(
                stored("resumed.run").resolve("checkpoint-000012"),
                folder.resolve("begun.run").resolve("checkpoint-000012"));
        SortedMap<String, String> began = TrainingRun.interruptedOptions(
                        new Configuration(), folder.resolve("begun").toString())
                .orElseThrow();
        assertThat(TrainingRun.interruptedOptions(
                        new Configuration(), folder.resolve("nothing").toString()))
                .isEmpty();
        SortedMap<String, String> set = new TreeMap<>(began);
        set.keySet().removeAll(List.of("data", "averaging-frequency", "evaluate-every"));

        assertThat(ResumedOptions.of(set, began)).isEqualTo(TrainingOptions.stored(began));
        assertThat(TrainingOptions.of(set)).isNotEqualTo(TrainingOptions.stored(began));
    }

    @Test
    void otherInitialWeightsArePartOfTheCardAndOfAReproductionAndDoNotResumeARun() throws Exception {
        SortedMap<String, String> texts = new TreeMap<>(model().card().options());
        texts.putAll(Map.of("initial-weights", "glorot", "workers", "1", "epochs", "1", "evaluate-every", "0"));
        String name = folder.resolve("glorot").toString();
        ModelDirectory trained =
                new TrainingRun(TrainingOptions.stored(texts), name, false, false, 60).train(spark, data(), List.of());
        assertThat(ModelDirectory.read(new Configuration(), name).card().options())
                .isEqualTo(texts);
        assertThat(Reproduction.of(spark, trained, data(), List.of())
                        .differences()
                        .identical())
                .isTrue();

        Path run = Files.createDirectory(folder.resolve("other.run"));
        Files.copy(stored("resumed.run").resolve("checkpoint-000012"), run.resolve("checkpoint-000012"));
        SortedMap<String, String> options = new TreeMap<>(model().card().options());
        options.put("initial-weights", "glorot");
        TrainingRun other = new TrainingRun(
                TrainingOptions.stored(options), folder.resolve("other").toString(), true, false, 60);
        assertThatThrownBy(() -> other.train(spark, data(), List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("(initial-weights was not set and is now glorot)");
    }

    @Test
    void aModelOfTheFirstVersionIsReproduced() throws Exception {
        Reproduction reproduction = Reproduction.of(spark, model(), data(), List.of());
        assertThat(reproduction.within(TOLERANCE)).as(reproduction.toString()).isTrue();
        assertThat(reproduction.differences().maxCostDifference()).isLessThan(TOLERANCE);
    }
}
