package io.jointae.deploy.chaos;

import io.jointae.deploy.Checkout;
import io.jointae.deploy.Command;
import io.jointae.deploy.MiniHadoop;
import io.jointae.deploy.Processes;
import io.jointae.deploy.SparkWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** HDFS and YARN in this JVM. Application masters, which are the drivers, and executors run in containers. */
final class YarnSite implements Site {

    /** The most attempts of an application; it is never reached, because a run has fewer kills. */
    private static final int ATTEMPTS = 50;

    private static final int MOST_SECONDS = 60;

    private final Path folder;
    private final MiniHadoop hadoop;

    YarnSite(Path folder) throws Exception {
        this.folder = folder;
        this.hadoop = new MiniHadoop(folder, 2, 0, ATTEMPTS);
    }

    @Override
    public String name() {
        return "yarn";
    }

    @Override
    public List<Victim> victims() {
        return List.of(
                Victim.EXECUTOR, Victim.EXECUTOR, Victim.EXECUTOR, Victim.EVERY_EXECUTOR, Victim.APPLICATION_MASTER);
    }

    @Override
    public Command submit() {
        return Command.submit("--master", "yarn", "--deploy-mode", "cluster")
                .with("--driver-memory", "700m", "--executor-memory", "600m", "--num-executors", "2")
                .with("--executor-cores", "1", "--queue", "default")
                .conf("spark.yarn.maxAppAttempts", ATTEMPTS)
                .conf("spark.yarn.jars", "local:" + Checkout.SPARK_HOME + "/jars/*")
                .conf("spark.executor.memoryOverhead", "600m")
                .conf("spark.ui.enabled", false)
                .conf("spark.yarn.report.interval", "500ms")
                .conf("spark.yarn.scheduler.heartbeat.interval-ms", 500)
                .conf("spark.sql.files.openCostInBytes", "128m")
                .environment("HADOOP_CONF_DIR", hadoop.confDir())
                .sharingFiles();
    }

    @Override
    public String path(String name) {
        return "/chaos/" + name;
    }

    @Override
    public void upload(Path local, String path) throws IOException {
        hadoop.fileSystem()
                .copyFromLocalFile(new org.apache.hadoop.fs.Path(local.toUri()), new org.apache.hadoop.fs.Path(path));
    }

    @Override
    public void download(String path, Path local) throws IOException {
        Files.createDirectories(local.getParent());
        hadoop.fileSystem()
                .copyToLocalFile(
                        false, new org.apache.hadoop.fs.Path(path), new org.apache.hadoop.fs.Path(local.toUri()), true);
    }

    @Override
    public int kill(Victim victim, Process submission, Random random) {
        return switch (victim) {
            case EXECUTOR -> LocalSite.killOne(running(Processes.YARN_EXECUTOR), random);
            case EVERY_EXECUTOR -> LocalSite.killAll(running(Processes.YARN_EXECUTOR));
            case APPLICATION_MASTER -> LocalSite.killOne(running(Processes.YARN_MASTER), random);
            default -> throw new IllegalArgumentException("YARN has no " + victim);
        };
    }

    private static List<ProcessHandle> running(String mainClass) {
        return Processes.running(ProcessHandle.current(), mainClass);
    }

    @Override
    public void cleanUp() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (running(Processes.YARN_EXECUTOR).size()
                        + running(Processes.YARN_MASTER).size()
                > 0) {
            if (System.nanoTime() > end) {
                throw new ChaosException(
                        "Containers still run " + MOST_SECONDS + " s after the end of the application.");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        for (Path caches : applicationCaches()) {
            SparkWork.deleteTree(caches);
        }
    }

    /** Returns the folders of the containers' files, which the node managers keep for an hour. */
    private List<Path> applicationCaches() throws IOException {
        try (Stream<Path> files = Files.find(
                folder,
                8,
                (path, attributes) ->
                        attributes.isDirectory() && path.getParent().endsWith("appcache"))) {
            return files.toList();
        }
    }

    @Override
    public void close() {
        hadoop.close();
    }
}
