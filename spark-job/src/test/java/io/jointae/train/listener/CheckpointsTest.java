package io.jointae.train.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.model.EpochRecord;
import io.jointae.model.EpochRecord.Reconstruction;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.LazyWorkerStates;
import io.jointae.train.plan.PlanPosition;
import io.jointae.train.plan.TrainingState;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes and reads checkpoints without training. */
class CheckpointsTest {

    private static final Map<String, String> OPTIONS = Map.of("noise", "0.5", "seed", "1");

    @TempDir
    Path folder;

    private Path older;
    private Path newer;

    private static TrainingState state(int epoch) {
        return state(epoch, new float[0]);
    }

    private static TrainingState state(int epoch, float[] outerVelocity) {
        return new TrainingState(
                new PlanPosition(1, epoch, 3),
                new float[] {1.5f, -0f, Float.MIN_VALUE, epoch},
                new float[] {1e-6f, 2},
                Map.of(0, new float[] {1, 2, 3}, 1, new float[] {4}),
                List.of(
                        new EpochRecord(0, 1, 0.1, new Reconstruction(null, 3.0), new Reconstruction(null, 4.0), 100),
                        new EpochRecord(
                                1,
                                1,
                                1.0 / 3,
                                new Reconstruction(2.0, null),
                                new Reconstruction(2.5, null),
                                Double.POSITIVE_INFINITY)),
                new EpochTotals(1, 2, 3),
                outerVelocity);
    }

    private Checkpoints checkpoints(Map<String, String> options) throws IOException {
        return checkpoints(options, System::nanoTime);
    }

    private Checkpoints checkpoints(Map<String, String> options, LongSupplier nanoTime) throws IOException {
        return new Checkpoints(
                new Configuration(),
                new org.apache.hadoop.fs.Path(folder.toUri()),
                new TreeMap<>(options),
                0,
                nanoTime);
    }

    /** Leaves two checkpoints, like a driver that dies after renaming the new one and before deleting the old one. */
    @BeforeEach
    void writeTwo() throws IOException {
        Checkpoints checkpoints = checkpoints(OPTIONS);
        checkpoints.write(state(1));
        older = folder.resolve("checkpoint-000000");
        Path copy = Files.copy(older, folder.resolve("copy"));
        checkpoints.write(state(2));
        newer = folder.resolve("checkpoint-000001");
        assertThat(older).doesNotExist();
        assertThat(newer).exists();
        Files.move(copy, older);
    }

    @Test
    void theDurationContinuesFromThatOfTheCheckpoint() throws Exception {
        AtomicLong nanoTime = new AtomicLong();
        Checkpoints before = checkpoints(OPTIONS, nanoTime::get);
        nanoTime.addAndGet(3_000_000_000L);
        before.write(state(3));
        nanoTime.addAndGet(5_000_000_000L);
        Checkpoints after = checkpoints(OPTIONS, nanoTime::get);
        after.latest();
        nanoTime.addAndGet(2_000_000_000L);
        assertThat(after.seconds()).isEqualTo(3 + 2);
    }

    @Test
    void theStatesOfWorkersAreWrittenAndReadOneByOne() throws Exception {
        List<Integer> reads = new ArrayList<>();
        Map<Integer, float[]> elsewhere = new LazyWorkerStates(new TreeMap<>(Map.of(0, 2, 5, 3)), worker -> {
            reads.add(worker);
            return worker == 0 ? new float[] {1, 2} : new float[] {3, 4, 5};
        });
        TrainingState given = state(3, new float[] {7, 8}).withWorkerStates(elsewhere);
        Checkpoints checkpoints = checkpoints(OPTIONS);
        checkpoints.write(given);

        assertThat(reads).containsExactly(0, 5);
        TrainingState stored = checkpoints.lastStored().orElseThrow();
        assertThat(stored.workerStates()).isInstanceOf(LazyWorkerStates.class);
        assertThat(stored.workerStates().get(5)).containsExactly(3, 4, 5);
        assertThat(stored.workerStates().get(0)).containsExactly(1, 2);
        assertThat(stored.workerStates().get(1)).isNull();
        TrainingState read = checkpoints(OPTIONS).latest().orElseThrow();
        assertThat(read.workerStates()).containsOnlyKeys(0, 5);
        assertThat(read.workerStates().get(5)).containsExactly(3, 4, 5);
        assertThat(read.outerVelocity()).containsExactly(7, 8);
    }

    private int epochFound() throws IOException {
        return checkpoints(OPTIONS).latest().map(TrainingState::epoch).orElse(-1);
    }

    @Test
    void aStoredStateIsReadUnchanged() throws IOException {
        TrainingState read = checkpoints(OPTIONS).latest().orElseThrow();
        TrainingState written = state(2);
        assertThat(read.parameters()).isEqualTo(written.parameters());
        assertThat(Float.floatToRawIntBits(read.parameters()[1])).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(read.optimizerState()).isEqualTo(written.optimizerState());
        assertThat(read.workerStates().get(0)).isEqualTo(written.workerStates().get(0));
        assertThat(read.workerStates().get(1)).isEqualTo(written.workerStates().get(1));
        assertThat(read.history()).isEqualTo(written.history());
        assertThat(read.partialEpoch()).isEqualTo(written.partialEpoch());
        assertThat(List.of(read.phase(), read.epoch(), read.batch())).containsExactly(1, 2, 3);
    }

    @Test
    void theOuterVelocityIsReadUnchangedAndIsEmptyWhereTheFileHasNone() throws IOException {
        assertThat(checkpoints(OPTIONS).latest().orElseThrow().outerVelocity()).isEmpty();
        checkpoints(OPTIONS).write(state(3, new float[] {0.25f, -0f, 1e-30f, 4}));
        TrainingState read = checkpoints(OPTIONS).latest().orElseThrow();
        assertThat(read.outerVelocity()).isEqualTo(new float[] {0.25f, -0f, 1e-30f, 4});
        assertThat(read.workerStates().get(1)).isEqualTo(state(3).workerStates().get(1));
    }

    @Test
    void theHeaderIsTheFlatJsonOfTheFirstVersion() throws IOException {
        checkpoints(OPTIONS, () -> 0).write(state(3));
        try (DataInputStream in = new DataInputStream(Files.newInputStream(folder.resolve("checkpoint-000002")))) {
            in.readLong();
            assertThat(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8))
                    .isEqualTo("{\"options\":{\"noise\":\"0.5\",\"seed\":\"1\"},\"phase\":1,\"epoch\":3,\"batch\":3,"
                            + "\"parameters\":4,\"optimiser\":2,\"kept\":{\"0\":3,\"1\":1},"
                            + "\"partial\":{\"cost\":1.0,\"examples\":2,\"seconds\":3.0},\"history\":["
                            + "{\"phase\":0,\"epoch\":1,\"cost\":0.1,\"train\":null,\"valid\":3.0,"
                            + "\"denoisingTrain\":null,\"denoisingValid\":4.0,\"examplesPerSecond\":100.0},"
                            + "{\"phase\":1,\"epoch\":1,\"cost\":0.3333333333333333,\"train\":2.0,\"valid\":null,"
                            + "\"denoisingTrain\":2.5,\"denoisingValid\":null,\"examplesPerSecond\":\"Infinity\"}],"
                            + "\"seconds\":0.0}");
        }
    }

    @Test
    void theRatesAndTheWallClockTimeOfAnEpochAreStored() throws IOException {
        EpochRecord epoch = new EpochRecord(0, 1, 0.1, Reconstruction.NONE, Reconstruction.NONE, 40, 100.0);
        EpochTotals partial = new EpochTotals(1, 2, 3, 4);
        TrainingState state = new TrainingState(
                new PlanPosition(0, 1, 3), new float[1], new float[0], Map.of(), List.of(epoch), partial, new float[0]);
        checkpoints(OPTIONS).write(state);
        TrainingState read = checkpoints(OPTIONS).latest().orElseThrow();
        assertThat(read.history()).containsExactly(epoch);
        assertThat(read.partialEpoch()).isEqualTo(partial);
    }

    @Test
    void aTruncatedCheckpointFallsBackToTheOneBefore() throws IOException {
        byte[] whole = Files.readAllBytes(newer);
        for (boolean checksummed : new boolean[] {true, false}) {
            if (!checksummed) {
                Files.delete(folder.resolve(".checkpoint-000001.crc"));
            }
            for (int length : new int[] {0, 4, 8, 12, 40, whole.length / 2, whole.length - 8, whole.length - 1}) {
                Files.write(newer, Arrays.copyOf(whole, length));
                assertThat(epochFound())
                        .as("%d bytes of %d", length, whole.length)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void aDamagedCheckpointFallsBackToTheOneBefore() throws IOException {
        byte[] whole = Files.readAllBytes(newer);
        Files.delete(folder.resolve(".checkpoint-000001.crc"));
        for (int index = 0; index < whole.length; index += 7) {
            byte[] changed = whole.clone();
            changed[index] ^= (byte) 0x80;
            Files.write(newer, changed);
            assertThat(epochFound()).as("byte %d", index).isEqualTo(1);
        }
        Files.write(newer, whole);
        assertThat(epochFound()).isEqualTo(2);
    }

    @Test
    void noCheckpointIsFoundIfAllAreDamaged() throws IOException {
        Files.write(newer, new byte[100]);
        Files.write(older, new byte[0]);
        assertThat(epochFound()).isEqualTo(-1);
    }

    @Test
    void anIncompleteTemporaryFileIsIgnored() throws IOException {
        Files.copy(newer, folder.resolve(".checkpoint-000002.pending"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(epochFound()).isEqualTo(2);
        checkpoints(OPTIONS).write(state(3));
        assertThat(epochFound()).isEqualTo(3);
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()).filter(name -> !name.endsWith(".crc")))
                    .containsExactly("checkpoint-000002");
        }
    }

    @Test
    void theErrorNamesEachDifferentOption() throws IOException {
        Checkpoints others = checkpoints(Map.of("noise", "0.3", "seed", "1", "layers", "2"));
        assertThatThrownBy(others::latest)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("noise was 0.5 and is now 0.3")
                .hasMessageContaining("layers was not set and is now 2")
                .hasMessageNotContaining("seed");
    }
}
