package io.jointae.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.objectstore.RecordingProxy.Answered;
import io.jointae.objectstore.Treatment.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The commands write to S3. Each runs once undisturbed; then it is killed, or the store fails for a while, and the result
 * is compared with that of the undisturbed run.
 */
@Tag("cluster")
class CommandsOnS3Test {

    private static final long SEED = 17;
    private static final String MASTER = "local[2]";
    private static final Kind[] STOPS = {Kind.LOST_REQUEST, Kind.HALF_REQUEST, Kind.LOST_ANSWER};

    /**
     * A run without disturbance.
     *
     * @param views what a reader sees before each request that may change an object, and at the end
     * @param requests the requests that the server answered
     */
    private record WatchedRun(List<String> views, List<Answered> requests) {

        String result() {
            return views.get(views.size() - 1);
        }

        /** Returns the views without those that equal the one before. */
        List<String> changesOfView() {
            return IntStream.range(0, views.size())
                    .filter(i -> i == 0 || !views.get(i).equals(views.get(i - 1)))
                    .mapToObj(views::get)
                    .toList();
        }
    }

    private static final Map<StoreCommand, WatchedRun> UNDISTURBED = new EnumMap<>(StoreCommand.class);

    @TempDir
    private static Path folder;

    private static StoreUnderTest store;
    private static SparkSession spark;
    private static StoreReader reader;
    private static Worker worker;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        store = StoreUnderTest.start(folder);
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.driver.host", "127.0.0.1");
        StoreUnderTest.settings(store.serverPort())
                .forEach((key, value) -> builder.config("spark.hadoop." + key, value));
        spark = builder.getOrCreate();
        reader = new StoreReader(spark);
        for (StoreCommand command : StoreCommand.values()) {
            UNDISTURBED.put(
                    command,
                    watch(command, StoreCommand.UNDISTURBED, command.arguments(StoreCommand.UNDISTURBED, folder)));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (spark != null) {
            spark.stop();
        }
        if (store != null) {
            store.close();
        }
    }

    /** Returns the process that runs commands, and starts a new one if the last one was killed. */
    private static Worker worker() throws IOException {
        if (worker == null || !worker.process().isAlive()) {
            worker = store.worker(MASTER);
        }
        return worker;
    }

    private static void succeed(List<String> arguments) throws IOException {
        Worker.Outcome outcome = worker().run(arguments);
        assertThat(outcome.status()).as("%s: %s", arguments, outcome).isZero();
    }

    private static WatchedRun watch(StoreCommand command, String base, List<String> arguments) throws IOException {
        List<String> views = new ArrayList<>();
        store.proxy().begin(request -> {
            if (request.changes()) {
                synchronized (views) {
                    views.add(reader.see(command, base));
                }
            }
            return Treatment.PASS;
        });
        succeed(arguments);
        List<Answered> requests = store.proxy().end();
        views.add(reader.see(command, base));
        return new WatchedRun(views, requests);
    }

    @ParameterizedTest
    @EnumSource
    void aReaderSeesNothingOrTheWholeOutputAtEveryMoment(StoreCommand command) {
        WatchedRun run = UNDISTURBED.get(command);
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
        List<Answered> requests = UNDISTURBED.get(command).requests();
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
        List<Answered> requests = UNDISTURBED.get(command).requests();
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
        succeed(command.arguments(base, folder));
        store.proxy().end();
        assertThat(faults.counts()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(faults.counts().values().stream().mapToInt(Integer::intValue).sum())
                .isGreaterThan(10);
        assertCompleteAndClean(command, base);
    }

    @ParameterizedTest
    @EnumSource
    void aCommandThatIsKilledAndRunsAgainHasTheSameResult(StoreCommand command) throws Exception {
        String base = "killed";
        for (KillPoint point : killPoints(command, base)) {
            killAt(point, command.arguments(base, folder));
            String left = reader.see(command, base);
            if (command == StoreCommand.SWEEP) {
                assertThat(left.lines().filter(line -> !line.equals(StoreReader.NOTHING)))
                        .isSubsetOf(UNDISTURBED.get(command).result().lines().toList());
            } else {
                assertThat(left).as("%s", point).isEqualTo(StoreReader.NOTHING);
            }
        }
        succeed(command.arguments(base, folder));
        assertCompleteAndClean(command, base);
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAIN", "SCORE"})
    void aCommandThatIsKilledAfterItsMarkerHasNothingToDoAgain(StoreCommand command) throws Exception {
        String base = "finished";
        killAt(new KillPoint(command.marks(base), 1, Kind.LOST_ANSWER), command.arguments(base, folder));
        assertThat(reader.see(command, base)).isEqualTo(UNDISTURBED.get(command).result());
        store.proxy().begin(request -> Treatment.PASS);
        Worker.Outcome outcome = worker().run(command.arguments(base, folder));
        assertThat(outcome.status()).as("%s", outcome).isEqualTo(command == StoreCommand.TRAIN ? 3 : 0);
        assertThat(store.proxy().end())
                .noneMatch(answered -> command.sendsData(base).test(answered.request()));
        assertThat(reader.see(command, base)).isEqualTo(UNDISTURBED.get(command).result());
        assertThat(store.objects(command.output(base) + ".run")).isEmpty();
    }

    /**
     * A random request in the first half of the command, the middle of an object with data, and the marker. A model of a
     * sweep has a marker of its own, which is not the end of the sweep.
     */
    private static List<KillPoint> killPoints(StoreCommand command, String base) {
        Random random = new Random(SEED + command.ordinal());
        int changes = (int) UNDISTURBED.get(command).requests().stream()
                .filter(answered -> answered.request().changes())
                .count();
        KillPoint anywhere =
                new KillPoint(S3Request::changes, 1 + random.nextInt(changes / 2), STOPS[random.nextInt(STOPS.length)]);
        KillPoint data = new KillPoint(command.sendsData(base), 1, Kind.HALF_REQUEST);
        KillPoint marker = new KillPoint(command.marks(base), 1, Kind.LOST_REQUEST);
        return switch (command) {
            case PREPARE -> List.of(anywhere, marker);
            case SWEEP -> List.of(anywhere, data);
            case TRAIN, SCORE -> List.of(anywhere, data, marker);
        };
    }

    private static void killAt(KillPoint point, List<String> arguments) throws IOException {
        Worker victim = worker();
        store.proxy().begin(point.killing(victim.process()::kill));
        Worker.Outcome outcome = victim.run(arguments);
        store.proxy().end();
        assertThat(outcome.status()).as("%s: %s", point, outcome).isEqualTo(Worker.Outcome.KILLED);
    }

    private static void assertCompleteAndClean(StoreCommand command, String base) throws IOException {
        assertThat(reader.see(command, base)).isEqualTo(UNDISTURBED.get(command).result());
        assertThat(names(store.objects(command.output(base)).keySet().stream()))
                .isEqualTo(names(store.objects(command.output(StoreCommand.UNDISTURBED)).keySet().stream()));
        assertThat(store.objects(command.output(base) + ".run")).isEmpty();
    }

    /** Returns the names of objects without the random parts and the times in them. */
    private static List<String> names(Stream<String> keys) {
        return keys.map(key -> key.replaceAll("([0-9a-f]{8}-?([0-9a-f]{4}-?){3})?[0-9a-f]{12}(-\\d+)?", "ID")
                        .replaceAll("\\d{8}T\\d{6}\\.\\d{3}Z", "TIME"))
                .sorted()
                .toList();
    }

    @Test
    void aModelIsReplacedInOneStepAlsoIfTheFirstAttemptIsKilled() throws Exception {
        StoreCommand command = StoreCommand.TRAIN;
        String base = "replaced";
        succeed(command.arguments(base, folder));
        String old = reader.see(command, base);
        List<String> replacement = Stream.concat(
                        command.arguments(base, folder).stream()
                                .filter(argument -> !argument.equals("--resume") && !argument.startsWith("--seed")),
                        Stream.of("--seed=8", "--overwrite"))
                .toList();
        killAt(new KillPoint(command.marks(base), 1, Kind.LOST_REQUEST), replacement);
        assertThat(reader.see(command, base)).isEqualTo(old);
        WatchedRun run = watch(command, base, replacement);
        assertThat(run.changesOfView()).hasSize(2).startsWith(old);
        assertThat(store.objects(command.output(base)).keySet().stream()
                        .map(key -> key.replaceFirst("/.*", ""))
                        .distinct())
                .hasSize(3)
                .contains("_COMMITTED.json", "_RESULT.json");
    }

    @Test
    void aSecondTrainingRunOnTheSameFolderIsRefusedInOneSentence() throws Exception {
        StoreCommand command = StoreCommand.TRAIN;
        String base = "contested";
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        Worker holder = worker();
        List<String> arguments = command.arguments(base, folder);
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
        try (Worker other = store.worker(MASTER)) {
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
        assertCompleteAndClean(command, base);
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
        Worker.Outcome outcome = worker().run(List.of("describe", "s3a://missing/data/rectangles"));
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
            Worker.Outcome outcome = cluster.run(command.arguments(base, folder));
            store.proxy().end();
            assertThat(outcome.status()).as("%s", outcome).isZero();
        }
        assertCompleteAndClean(command, base);
    }
}
