package io.jointae.s3server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An S3 server on the loopback interface, which keeps one bucket in memory. It is S3Proxy in a process of its own. */
public final class S3Server implements AutoCloseable {

    /** The name of the bucket. */
    public static final String BUCKET = "bucket";

    private static final int START_SECONDS = 120;

    private final int port;
    private final Process process;

    private S3Server(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server with an empty bucket and waits until it answers.
     *
     * @param root the root folder of the repository, where the build has collected the jars of the server
     * @param folder an existing folder for the settings and the log of the server
     * @return the server
     * @throws IOException if the server does not start
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static S3Server start(Path root, Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // The provider "transient" keeps objects in memory. The newer "transient-nio2" loses objects under load.
        Path settings = Files.writeString(folder.resolve("s3proxy.properties"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=none
                jclouds.provider=transient
                jclouds.identity=test
                jclouds.credential=test
                """.formatted(port));
        Path logging = Files.writeString(
                folder.resolve("logback.xml"), "<configuration><root level=\"OFF\"/></configuration>");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile=" + logging,
                        "-cp",
                        root.resolve("deploy/s3-server/target/jars") + "/*",
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        S3Server server = new S3Server(port, process);
        try {
            server.createBucket();
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void createBucket() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest put = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + BUCKET))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        for (int tenth = 0; tenth < 10 * START_SECONDS; tenth++) {
            try {
                if (client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notStarted) {
                if (!process.isAlive()) {
                    throw new IOException("The S3 server ended with status " + process.exitValue(), notStarted);
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IOException("The S3 server did not start within " + START_SECONDS + " s");
    }

    /**
     * Returns the port of the server on the loopback interface.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
