package io.jointae.deploy.chaos;

import io.jointae.deploy.Command;
import io.jointae.deploy.Processes;
import io.jointae.deploy.SparkWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A driver on this machine and the local disk. With a {@code local-cluster} master, the executors are processes of their
 * own.
 */
class LocalSite implements Site {

    /** The master of a driver whose two executors are separate processes. */
    static final String CLUSTER = "local-cluster[2,1,1024]";

    private static final int MOST_SECONDS = 60;

    private final String name;
    private final String master;
    private final Path folder;
    private final List<ProcessHandle> started = new ArrayList<>();

    LocalSite(String name, String master, Path folder) {
        this.name = name;
        this.master = master;
        this.folder = folder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Victim> victims() {
        return List.of(Victim.EXECUTOR, Victim.EXECUTOR, Victim.EXECUTOR, Victim.EVERY_EXECUTOR, Victim.DRIVER);
    }

    @Override
    public Command submit() {
        return Command.submit("--master", master, "--driver-memory", "1g")
                .conf("spark.ui.enabled", false)
                // With one file per task, a job that scores has more than a few tasks.
                .conf("spark.sql.files.openCostInBytes", "128m")
                .sharingFiles()
                .environment("SPARK_HOME", SparkWork.HOME);
    }

    @Override
    public String path(String file) {
        return folder.resolve(file).toString();
    }

    @Override
    public void upload(Path local, String path) throws IOException, InterruptedException {
        copy(local, Path.of(path));
    }

    @Override
    public void download(String path, Path local) throws IOException, InterruptedException {
        copy(Path.of(path), local);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Override
    public int kill(Victim victim, Process submission, Random random) throws IOException {
        List<ProcessHandle> executors = Processes.running(submission.toHandle(), Processes.STANDALONE_EXECUTOR);
        return switch (victim) {
            case EXECUTOR -> killOne(executors, random);
            case EVERY_EXECUTOR -> killAll(executors);
            case DRIVER -> {
                // They end by themselves when they notice that the driver is gone.
                started.addAll(executors);
                yield submission.toHandle().destroyForcibly() ? 1 : 0;
            }
            default -> throw new IllegalArgumentException(name + " has no " + victim);
        };
    }

    static int killOne(List<ProcessHandle> processes, Random random) {
        return processes.isEmpty() ? 0 : killAll(List.of(processes.get(random.nextInt(processes.size()))));
    }

    static int killAll(List<ProcessHandle> processes) {
        return (int) processes.stream().filter(ProcessHandle::destroyForcibly).count();
    }

    @Override
    public void cleanUp() throws IOException, InterruptedException {
        for (ProcessHandle executor : started) {
            try {
                executor.onExit().get(MOST_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                executor.destroyForcibly();
                throw new ChaosException("Executor " + executor.pid() + " still runs " + MOST_SECONDS
                        + " s after the end of the job, although its driver was killed.");
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        started.clear();
        SparkWork.delete();
    }

    @Override
    public void close() throws IOException {
        killAll(started);
        SparkWork.delete();
    }
}
