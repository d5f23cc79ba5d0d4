package io.jointae.deploy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.client.api.YarnClient;

/** A real HDFS and a real YARN with GPUs in this JVM, and what tests ask them. Drivers and executors run in containers. */
final class Yarn implements AutoCloseable {

    /** The folder on HDFS in which tests prepare data. */
    static final String DATA = "/user/jointae/data";

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path base;
    private final MiniHadoop hadoop;
    private final YarnClient client;

    /**
     * Starts the servers.
     *
     * @param base the folder for all files that the servers and the containers write
     */
    Yarn(Path base) throws Exception {
        this.base = base;
        hadoop = new MiniHadoop(base, 2, 1);
        client = YarnClient.createYarnClient();
        client.init(hadoop.conf());
        client.start();
    }

    YarnClient client() {
        return client;
    }

    /** Returns a submission with two executors of one core each. */
    Command submit(String mode) {
        return Command.submit("--master", "yarn", "--deploy-mode", mode)
                .with("--driver-memory", "700m", "--executor-memory", "600m", "--num-executors", "2")
                .with("--executor-cores", "1", "--queue", "default")
                .conf("spark.yarn.jars", "local:" + Checkout.SPARK_HOME + "/jars/*")
                // The class path of a container begins with its folder. With Spark's jars before it, the archive is
                // used.
                .conf("spark.driver.extraClassPath", ClassArchive.CLASS_PATH)
                .conf("spark.executor.extraClassPath", ClassArchive.CLASS_PATH)
                .conf("spark.executor.memoryOverhead", "600m")
                .conf("spark.ui.enabled", false)
                .conf("spark.yarn.report.interval", "500ms")
                .conf("spark.yarn.scheduler.heartbeat.interval-ms", 500)
                .environment("HADOOP_CONF_DIR", hadoop.confDir())
                .environment("JOINTAE_APPLICATION", "local:" + Checkout.JAR)
                .within(LIMIT);
    }

    /** Returns the number of attempts of the application that was submitted last. */
    int attempts() throws Exception {
        ApplicationReport last = client.getApplications().stream()
                .max((a, b) -> a.getApplicationId().compareTo(b.getApplicationId()))
                .orElseThrow();
        return client.getApplicationAttempts(last.getApplicationId()).size();
    }

    /** Returns the containers that run a main class, oldest first. */
    static List<ProcessHandle> running(String mainClass) {
        return Processes.running(ProcessHandle.current(), mainClass);
    }

    /** Returns the lines with a text that containers wrote to standard error. */
    List<String> containerLines(String text) throws IOException {
        return containerLogs().stream()
                .flatMap(SparkWork::lines)
                .filter(line -> line.contains(text))
                .toList();
    }

    /** YARN deletes the working files of a container while the test looks for its logs. */
    private List<Path> containerLogs() throws IOException {
        List<Path> logs = new ArrayList<>();
        Files.walkFileTree(base, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.getFileName().toString().equals("stderr")) {
                    logs.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return logs;
    }

    boolean exists(String path) throws IOException {
        return hdfs().exists(hdfsPath(path));
    }

    /** Copies a file or folder from the local disk to HDFS. */
    void upload(Path local, String path) throws IOException {
        hdfs().copyFromLocalFile(hdfsPath(local.toString()), hdfsPath(path));
    }

    /** Copies a folder from HDFS to the local disk. */
    Path download(String path, Path local) throws IOException {
        hdfs().copyToLocalFile(hdfsPath(path), hdfsPath(local.toString()));
        return local;
    }

    void write(String path, String text) throws IOException {
        try (OutputStream stream = hdfs().create(hdfsPath(path))) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns the names of the visible files in a folder, which may be missing. */
    List<String> names(String folder) throws IOException {
        try {
            return Stream.of(hdfs().listStatus(hdfsPath(folder)))
                    .map(FileStatus::getPath)
                    .map(org.apache.hadoop.fs.Path::getName)
                    .filter(name -> !name.startsWith("."))
                    .toList();
        } catch (FileNotFoundException missing) {
            return List.of();
        }
    }

    /** Returns the hash of the parameters of a model. */
    String parameters(String model) throws IOException {
        try (InputStream in = hdfs().open(hdfsPath(model + "/model.json"))) {
            return Jobs.parameters(in);
        }
    }

    /** Returns the status from the {@code _RESULT.json} of an output. */
    String status(String output) throws IOException {
        try (InputStream in = hdfs().open(hdfsPath(output + "/_RESULT.json"))) {
            return Jobs.status(in);
        }
    }

    private FileSystem hdfs() throws IOException {
        return hadoop.fileSystem();
    }

    private static org.apache.hadoop.fs.Path hdfsPath(String path) {
        return new org.apache.hadoop.fs.Path(path);
    }

    @Override
    public void close() {
        client.stop();
        hadoop.close();
    }
}
