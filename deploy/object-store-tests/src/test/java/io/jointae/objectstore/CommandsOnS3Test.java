package io.jointae.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.objectstore.RecordingProxy.Answered;
import io.jointae.objectstore.Treatment.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands write to S3. Each runs once undisturbed; then the store fails for a while, or processes compete or are lost. */
@Tag("cluster")
class CommandsOnS3Test {

    private static final long SEED = 17;

    @TempDir
    private static Path folder;

    private static StoreRuns runs;
    private static StoreUnderTest store;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        runs = StoreRuns.start(folder, true);
        store = runs.store();
    }

    @AfterAll
    static void stop() throws Exception {
        if (runs != null) {
            runs.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderSeesNothingOrTheWholeOutputAtEveryMoment(StoreCommand command) {
        StoreRuns.Undisturbed run = runs.undisturbed(command);
        assertThat(run.views()).hasSizeGreaterThan(10);
        assertThat(run.changesOfView()).startsWith(StoreReader.NOTHING).endsWith(run.result());
        if (command == StoreCommand.SWEEP) {
            // The cells of a sweep appear one after the other, and none of them changes or disappears.
            List<String> views = run.changesOfView();
            for (int i = 2; i < views.size(); i++) {
                assertThat(views.get(i).lines())
                        .containsAll(views.get(i - 1).lines().toList());
            }
        } else {
            assertThat(run.changesOfView()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void dataAreSentOnceAndNothingIsCopied(StoreCommand command) {
        List<Answered> requests = runs.undisturbed(command).requests();
        assertThat(requests).noneMatch(answered -> answered.request().copies());
        Map<String, Long> writes = requests.stream()
                .filter(answered -> answered.request().writes() && answered.succeeded())
                .collect(Collectors.groupingBy(answered -> answered.request().key(), Collectors.counting()));
        assertThat(writes.keySet()).anyMatch(key -> key.endsWith("_COMMITTED.json") || key.endsWith("_SUCCESS"));
        writes.forEach((key, count) -> {
            // A claim is renewed, and the progress of a run is written again after each epoch.
            if (!key.matches(".*/(_LOCK-[^/]*|metrics\\.jsonl)")) {
                assertThat(count).as(key).isEqualTo(1);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theMarkerIsWrittenAfterTheDataThatItLists(StoreCommand command) {
        List<Answered> requests = runs.undisturbed(command).requests();
        List<Answered> markers = requests.stream()
                .filter(answered -> command.marks(StoreCommand.UNDISTURBED).test(answered.request()))
                .toList();
        assertThat(markers).isNotEmpty();
        for (Answered marker : markers) {
            String output = marker.request().key().replaceFirst("[^/]*$", "");
            List<Answered> data = requests.stream()
                    .filter(answered -> answered.request().writes()
                            && answered.request().key().matches(output + ".*\\.(parquet|zip|json|jsonl)")
                            && !answered.request().key().matches(".*/_[^/]*"))
                    .toList();
            assertThat(data)
                    .isNotEmpty()
                    .allMatch(answered -> answered.tick() < marker.request().tick());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatFailsForAWhileDoesNotChangeTheResult(StoreCommand command) throws Exception {
        String base = "faulty";
        RandomFaults faults = new RandomFaults(SEED + command.ordinal());
        store.proxy().begin(faults);
        runs.succeed(runs.arguments(command, base));
        store.proxy().end();
        assertThat(faults.counts()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(faults.counts().values().stream().mapToInt(Integer::intValue).sum())
                .isGreaterThan(10);
        runs.assertCompleteAndClean(command, base);
    }

    @Test
    void aSecondTrainingRunOnTheSameFolderIsRefusedInOneSentence() throws Exception {
        StoreCommand command = StoreCommand.TRAIN;
        String base = "contested";
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        Worker holder = runs.worker();
        List<String> arguments = runs.arguments(command, base);
        store.proxy().begin(request -> {
            // The first run stops at its first checkpoint until the second one has ended.
            if (command.sendsData(base).test(request) && first.getAndSet(false)) {
                reached.countDown();
                refused.await();
            }
            return Treatment.PASS;
        });
        CompletableFuture<Worker.Outcome> running = CompletableFuture.supplyAsync(() -> unchecked(holder, arguments));
        Worker.Outcome second;
        try (Worker other = store.worker(StoreRuns.MASTER)) {
            reached.await();
            second = other.run(arguments);
        } finally {
            refused.countDown();
        }
        assertThat(second.status()).as("%s", second).isEqualTo(2);
        assertThat(second.errors())
                .singleElement()
                .asString()
                .startsWith("jointae: " + StoreUnderTest.path(command.output(base))
                        + ".run is in use: another training run")
                .endsWith("(--model).");
        assertThat(running.get().status()).as("%s", running.get()).isZero();
        store.proxy().end();
        runs.assertCompleteAndClean(command, base);
    }

    private static Worker.Outcome unchecked(Worker worker, List<String> arguments) {
        try {
            return worker.run(arguments);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aBucketThatDoesNotExistIsRefusedInOneSentence() throws Exception {
        Worker.Outcome outcome = runs.worker().run(List.of("describe", "s3a://missing/data/rectangles"));
        assertThat(outcome.status()).as("%s", outcome).isEqualTo(2);
        assertThat(outcome.errors())
                .singleElement()
                .asString()
                .startsWith("jointae: The bucket of s3a://missing/data/rectangles")
                .contains(" does not exist: correct the path, or the address of the store (fs.s3a.endpoint).");
    }

    @Test
    void aTaskOfAKilledExecutorIsDoneAgainAndItsHalfFileDoesNotCount() throws Exception {
        StoreCommand command = StoreCommand.SCORE;
        String base = "executors";
        try (Worker cluster = store.worker("local-cluster[2,1,800]")) {
            Runnable killExecutor = () -> cluster.process()
                    .children("org.apache.spark.executor.CoarseGrainedExecutorBackend")
                    .get(0)
                    .destroyForcibly();
            store.proxy().begin(new KillPoint(command.sendsData(base), 2, Kind.HALF_REQUEST).killing(killExecutor));
            Worker.Outcome outcome = cluster.run(runs.arguments(command, base));
            store.proxy().end();
            assertThat(outcome.status()).as("%s", outcome).isZero();
        }
        runs.assertCompleteAndClean(command, base);
    }
}
