package io.jointae.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.objectstore.RecordingProxy.Answered;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** An S3 server, a process that runs commands on it, and the runs of all commands that nothing disturbed. */
final class StoreRuns implements AutoCloseable {

    static final String MASTER = "local[2]";

    /**
     * A run without disturbance.
     *
     * @param views what a reader sees before each request that may change an object, if that was watched, and at the end
     * @param requests the requests that the server answered
     */
    record Undisturbed(List<String> views, List<Answered> requests) {

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

    private final Path folder;
    private final StoreUnderTest store;
    private final SparkSession spark;
    private final StoreReader reader;
    private final Map<StoreCommand, Undisturbed> undisturbed = new EnumMap<>(StoreCommand.class);
    private Worker worker;

    private StoreRuns(Path folder, StoreUnderTest store) {
        this.folder = folder;
        this.store = store;
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.driver.host", "127.0.0.1");
        StoreUnderTest.settings(store.serverPort())
                .forEach((key, value) -> builder.config("spark.hadoop." + key, value));
        spark = builder.getOrCreate();
        reader = new StoreReader(spark);
    }

    /**
     * Starts the server and runs all commands.
     *
     * @param folder receives logs and temporary files
     * @param watched whether a reader looks at the outputs before each request that may change them; otherwise the process
     *     ends after the commands and leaves an archive of its classes, from which the next processes start faster
     */
    static StoreRuns start(Path folder, boolean watched) throws IOException, InterruptedException {
        StoreRuns runs = new StoreRuns(folder, StoreUnderTest.start(folder));
        try {
            if (!watched) {
                runs.worker = runs.store.archivingWorker(MASTER);
            }
            for (StoreCommand command : StoreCommand.values()) {
                List<String> arguments = runs.arguments(command, StoreCommand.UNDISTURBED);
                runs.undisturbed.put(
                        command,
                        watched
                                ? runs.watch(command, StoreCommand.UNDISTURBED, arguments)
                                : runs.run(command, StoreCommand.UNDISTURBED, arguments));
            }
            if (!watched) {
                runs.worker.process().end();
            }
            return runs;
        } catch (IOException | RuntimeException | Error e) {
            runs.close();
            throw e;
        }
    }

    StoreUnderTest store() {
        return store;
    }

    Undisturbed undisturbed(StoreCommand command) {
        return undisturbed.get(command);
    }

    List<String> arguments(StoreCommand command, String base) throws IOException {
        return command.arguments(base, folder);
    }

    /** Returns what a reader sees of the output of a command. */
    String see(StoreCommand command, String base) throws IOException {
        return reader.see(command, base);
    }

    /** Returns the process that runs commands, and starts a new one if the last one was killed. */
    Worker worker() throws IOException {
        if (worker == null || !worker.process().isAlive()) {
            worker = store.worker(MASTER);
        }
        return worker;
    }

    /** Runs a command, whose exit status must be 0. */
    void succeed(List<String> arguments) throws IOException {
        Worker.Outcome outcome = worker().run(arguments);
        assertThat(outcome.status()).as("%s: %s", arguments, outcome).isZero();
    }

    private Undisturbed run(StoreCommand command, String base, List<String> arguments) throws IOException {
        store.proxy().begin(request -> Treatment.PASS);
        succeed(arguments);
        return new Undisturbed(List.of(see(command, base)), store.proxy().end());
    }

    /** Runs a command while a reader looks at its output before each request that may change it. */
    Undisturbed watch(StoreCommand command, String base, List<String> arguments) throws IOException {
        List<String> views = new ArrayList<>();
        store.proxy().begin(request -> {
            if (request.changes()) {
                synchronized (views) {
                    views.add(see(command, base));
                }
            }
            return Treatment.PASS;
        });
        succeed(arguments);
        List<Answered> requests = store.proxy().end();
        views.add(see(command, base));
        return new Undisturbed(views, requests);
    }

    /** Runs a command until it is killed. */
    void killAt(KillPoint point, List<String> arguments) throws IOException {
        Worker victim = worker();
        store.proxy().begin(point.killing(victim.process()::kill));
        Worker.Outcome outcome = victim.run(arguments);
        store.proxy().end();
        assertThat(outcome.status()).as("%s: %s", point, outcome).isEqualTo(Worker.Outcome.KILLED);
    }

    /** Checks that an output has the values and the files of the one that nothing disturbed. */
    void assertCompleteAndClean(StoreCommand command, String base) throws IOException {
        assertThat(see(command, base)).isEqualTo(undisturbed(command).result());
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

    @Override
    public void close() throws IOException {
        spark.stop();
        store.close();
    }
}
