package io.jointae.deploy.chaos;

import io.jointae.deploy.SparkWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code deploy/chaos}. */
@Command(
        name = "deploy/chaos",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Kills executors, drivers and application masters, and cuts the connections of an S3 server, at random"
                    + " instants while models are trained, sweeps run and tables are scored.",
            "",
            "Each job runs once without disturbance first. After each disturbed job its result is compared with that of"
                    + " the undisturbed one: the parameters of models, the cells of sweeps, the rows of tables. The"
                    + " first difference ends the run with status 1, and its logs and outputs stay."
        })
final class ChaosCommand implements Callable<Integer> {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Where jobs are disturbed. */
    enum Place {
        /** A local-cluster master and the local disk. */
        LOCAL_CLUSTER,
        /** YARN and HDFS. */
        YARN,
        /** A local-cluster master and an S3 server. */
        S3
    }

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "Starts no more job after this time. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "Draws the instants and the victims from this seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "10",
            description = "Kills at most this often per job, and at least half as often if the job lasts long enough."
                    + " Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(
            names = "--place",
            split = ",",
            paramLabel = "PLACE",
            defaultValue = "LOCAL_CLUSTER,YARN,S3",
            description = "Runs jobs in these places, one of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private List<Place> places;

    @Option(
            names = "--job",
            split = ",",
            paramLabel = "JOB",
            defaultValue = "TRAIN,SWEEP,SCORE,TRAIN_WITH_KEPT_STATES,FINETUNE",
            description = "Runs these jobs, one of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private List<StandardJob> jobs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Writes summary.txt, summary.json and the logs to this folder. Default: target/chaos/TIME.")
    private Path out;

    /**
     * Runs the command.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        // The web servers of YARN print what they register.
        LogManager.getLogManager().reset();
        // A user who stops the run must not have to look for drivers and executors.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        // The servers of YARN leave threads that would keep the JVM alive.
        System.exit(new CommandLine(new ChaosCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof ChaosException) {
                        System.err.println("chaos: " + failure.getMessage());
                        return 1;
                    }
                    throw failure;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = out == null ? Path.of("target/chaos").resolve(NAME.format(Instant.now())) : out;
        folder = Files.createDirectories(folder).toAbsolutePath();
        ChaosSummary summary = new ChaosSummary(command(), seed);
        Campaign.Settings settings = new Campaign.Settings(
                folder, seed, Duration.ofMillis((long) (minutes * 60_000)), Integer.MAX_VALUE, kills, jobs);
        Path storage = folder.resolve("storage");
        Inputs inputs = new Inputs(Files.createDirectories(folder.resolve("inputs")));
        List<Site> sites = new ArrayList<>();
        try (Site quiet = new LocalSite("undisturbed", "local[2]", storage.resolve("undisturbed"))) {
            for (Place place : places) {
                sites.add(site(place, storage));
            }
            inputs.upload(quiet);
            for (Site site : sites) {
                inputs.upload(site);
            }
            new Campaign(settings, summary, System.out).run(quiet, sites);
        } finally {
            for (Site site : sites) {
                site.close();
            }
            System.out.println();
            System.out.print(summary.describe());
            System.out.println("The summary is in " + folder + ".");
        }
        SparkWork.deleteTree(storage);
        SparkWork.deleteTree(folder.resolve("inputs"));
        SparkWork.deleteTree(folder.resolve("results"));
        return 0;
    }

    private String command() {
        return String.format(
                "deploy/chaos --minutes %s --seed %d --kills %d --place %s --job %s",
                minutes,
                seed,
                kills,
                String.join(",", places.stream().map(Enum::name).toList()),
                String.join(",", jobs.stream().map(Enum::name).toList()));
    }

    private static Site site(Place place, Path storage) throws Exception {
        return switch (place) {
            case LOCAL_CLUSTER -> new LocalSite("local-cluster", LocalSite.CLUSTER, storage.resolve("local-cluster"));
            case YARN -> new YarnSite(storage.resolve("yarn"));
            case S3 -> new ObjectStoreSite(storage.resolve("s3"));
        };
    }
}
