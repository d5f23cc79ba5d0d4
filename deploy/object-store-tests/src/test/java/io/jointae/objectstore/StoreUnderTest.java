package io.jointae.objectstore;

import io.jointae.cli.CommandWorker;
import io.jointae.s3server.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;

/** An S3 server, a proxy in front of it, and processes that reach the server through the proxy. */
final class StoreUnderTest implements AutoCloseable {

    /** The smallest size of a part that S3 allows. Larger files are sent in several parts. */
    static final int PART_BYTES = 5 << 20;

    private final Path folder;
    private final String classPath;
    private final Path archive;
    private final S3Server server;
    private final RecordingProxy proxy;
    private final List<ChildProcess> processes = new ArrayList<>();

    private StoreUnderTest(Path folder, String classPath, S3Server server, RecordingProxy proxy) {
        this.folder = folder;
        this.classPath = classPath;
        this.archive = folder.resolve("classes.jsa");
        this.server = server;
        this.proxy = proxy;
    }

    /**
     * Starts a server with an empty bucket.
     *
     * @param folder receives logs and temporary files
     */
    static StoreUnderTest start(Path folder) throws IOException, InterruptedException {
        String classPath = Builds.classPath(Builds.packTests(folder.resolve("tests.jar")));
        S3Server server = S3Server.start(Builds.ROOT, folder);
        return new StoreUnderTest(folder, classPath, server, new RecordingProxy(server.port()));
    }

    RecordingProxy proxy() {
        return proxy;
    }

    int serverPort() {
        return server.port();
    }

    /** Returns the path of an object or folder. */
    static String path(String key) {
        return "s3a://" + S3Server.BUCKET + "/" + key;
    }

    /** Returns the settings with which Hadoop's client reaches a port of this machine. */
    static Map<String, String> settings(int port) {
        return Map.of(
                "fs.s3a.endpoint", "http://127.0.0.1:" + port,
                "fs.s3a.access.key", "test",
                "fs.s3a.secret.key", "test",
                "fs.s3a.path.style.access", "true",
                "fs.s3a.connection.ssl.enabled", "false",
                "fs.s3a.multipart.size", Integer.toString(PART_BYTES));
    }

    /** Returns the settings with which this process reaches the server, without the proxy. */
    Configuration directly() {
        Configuration conf = new Configuration();
        settings(server.port()).forEach(conf::set);
        return conf;
    }

    /**
     * Starts a process that runs commands, and that reaches the server through the proxy. It takes its classes from the
     * archive if there is one, which saves half of the CPU time of its start.
     *
     * @param master the master of Spark
     */
    Worker worker(String master) throws IOException {
        return worker(master, Files.exists(archive) ? options("-XX:SharedArchiveFile=") : List.of());
    }

    /** Starts such a process, which writes the archive of classes (class-data sharing) when it ends by itself. */
    Worker archivingWorker(String master) throws IOException {
        return worker(master, options("-XX:ArchiveClassesAtExit="));
    }

    /** Without these options for the log, a JVM that cannot use an archive says so on standard output. */
    private List<String> options(String option) {
        return List.of(option + archive, "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    private Worker worker(String master, List<String> options) throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spark.master", master);
        properties.put("spark.ui.enabled", "false");
        properties.put("spark.sql.shuffle.partitions", "2");
        properties.put("spark.driver.host", "127.0.0.1");
        properties.put("spark.executor.memory", "800m");
        properties.put("spark.executor.extraClassPath", Builds.executorClassPath());
        properties.put(
                "spark.executor.defaultJavaOptions",
                System.getProperty("jointae.jvm", "") + " -Dorg.bytedeco.javacpp.cachedir=" + Builds.NATIVES);
        properties.put("spark.local.dir", folder.resolve("tmp").toString());
        settings(proxy.port()).forEach((key, value) -> properties.put("spark.hadoop." + key, value));
        properties.put("log4j2.configurationFile", Builds.LOGGING.toString());
        properties.put("org.bytedeco.javacpp.cachedir", Builds.NATIVES.toString());
        ChildProcess process = ChildProcess.start(folder, options, classPath, CommandWorker.class, properties);
        processes.add(process);
        return new Worker(process);
    }

    /** Starts a process that reaches the server through a proxy of its own. */
    ChildProcess process(Class<?> mainClass, RecordingProxy ownProxy) throws IOException {
        ChildProcess process = ChildProcess.start(
                folder, List.of(), classPath, mainClass, Map.of("jointae.s3.port", Integer.toString(ownProxy.port())));
        processes.add(process);
        return process;
    }

    /** Returns the sizes of all objects under a folder by their keys relative to it, without those that mark folders. */
    Map<String, Long> objects(String key) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(path(key));
        FileSystem fileSystem = path.getFileSystem(directly());
        Map<String, Long> objects = new TreeMap<>();
        if (!fileSystem.exists(path)) {
            return objects;
        }
        RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(path, true);
        while (files.hasNext()) {
            LocatedFileStatus file = files.next();
            objects.put(path.toUri().relativize(file.getPath().toUri()).getPath(), file.getLen());
        }
        return objects;
    }

    @Override
    public void close() throws IOException {
        processes.forEach(ChildProcess::close);
        proxy.close();
        server.close();
        // Another server of this process has another port, and Hadoop would use the open file system again.
        FileSystem.closeAll();
    }
}
