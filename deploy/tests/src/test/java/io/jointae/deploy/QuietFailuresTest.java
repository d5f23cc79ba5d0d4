package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a user can correct the cause of a failure, standard error has one sentence that says so. It has no stack trace of
 * Spark and no warning about a port before it.
 */
@Tag("cluster")
class QuietFailuresTest {

    private static final int UI_PORT = 4040;

    @TempDir
    Path folder;

    /**
     * Checks that the exit status is 2 and that standard error ends with one sentence, and returns the sentence. Only lines
     * of progress may precede it.
     */
    private static String sentence(Command command) throws Exception {
        Command.Result result = command.run();
        assertThat(result.status()).as("%s", result).isEqualTo(2);
        List<String> lines = result.err().lines().toList();
        assertThat(lines).as("%s", result).last().asString().startsWith("jointae: ");
        assertThat(lines.subList(0, lines.size() - 1))
                .as("%s", result)
                .allMatch(line -> line.matches("rect[^:]*: .*"))
                .noneMatch(line -> line.matches(".*(WARN |ERROR |Exception).*"));
        return lines.get(lines.size() - 1);
    }

    @Test
    void aTruncatedFileIsOneSentenceEvenIfThePortOfThePageIsInUse() throws Exception {
        Path copy = copyOf(Path.of(Jobs.data()));
        Path file = parquet(copy);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        String name = file.getFileName().toString();
        try (ServerSocket page = occupy()) {
            assertThat(page == null || page.isBound()).isTrue();
            assertThat(sentence(Command.submit("--master", "local[2]", "svm", "--model")
                            .with(Jobs.model().toString(), "--data", copy.toString())))
                    .contains(name);
            assertThat(sentence(Command.submit("--master", "local[2]", "score", "--column", "pixels", "--model")
                            .with(
                                    Jobs.model().toString(),
                                    "--input",
                                    file.getParent().toString())
                            .with("--output", folder.resolve("codes").toString())))
                    .contains(name);
        }
        assertThat(folder.resolve("codes")).doesNotExist();
    }

    /** Occupies the port of Spark's page, unless another process does so already. */
    private static ServerSocket occupy() throws IOException {
        try {
            return new ServerSocket(UI_PORT, 1, InetAddress.getLoopbackAddress());
        } catch (BindException e) {
            return null;
        }
    }

    @Test
    void aMissingRightOnAFolderIsOneSentence() throws Exception {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertThat(sentence(Command.submitWithoutTheRightsOfRoot("--master", "local[2]")
                            .with(Jobs.train(
                                    Jobs.data(), locked.resolve("model").toString(), 1, 1))))
                    .contains("the right to write", locked.toString());
            assertThat(sentence(Command.submitWithoutTheRightsOfRoot("--master", "local[2]")
                            .with(Jobs.prepare(locked.toString()))))
                    .contains("the right to write", locked.toString());
            try (Stream<Path> left = Files.list(locked)) {
                assertThat(left).isEmpty();
            }
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aSubmissionToKubernetesWithoutTheRightIsOneSentence() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] forbidden = """
                    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403,
                     "message": "pods is forbidden: User \\"me\\" cannot create resource \\"pods\\""}
                    """.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(403, forbidden.length);
            exchange.getResponseBody().write(forbidden);
            exchange.close();
        });
        server.start();
        try {
            Command.Result result = Command.submit(
                            "--master",
                            "k8s://http://127.0.0.1:" + server.getAddress().getPort())
                    .with("--deploy-mode", "cluster")
                    .conf("spark.kubernetes.namespace", ApiServer.NAMESPACE)
                    .conf("spark.kubernetes.container.image", "jointae:test")
                    .environment("KUBECONFIG", "/dev/null")
                    .with(Jobs.train("s3a://data", "s3a://model", 1, 1))
                    .run();

            assertThat(result.status()).as("%s", result).isEqualTo(1);
            List<String> lines = result.err().lines().toList();
            assertThat(lines).as("%s", result).noneMatch(line -> line.matches("\\s+at .*|.*Exception in thread.*"));
            assertThat(lines)
                    .last()
                    .asString()
                    .startsWith("jointae: The cluster manager did not accept or finish the application: ")
                    .contains("cannot create resource \"pods\"", "your rights");
        } finally {
            server.stop(0);
        }
    }

    private static Path parquet(Path dataset) throws IOException {
        try (Stream<Path> files = Files.list(dataset.resolve("split=train"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path copyOf(Path dataset) throws IOException {
        Path copy = folder.resolve("copy");
        try (Stream<Path> files = Files.walk(dataset)) {
            for (Path file :
                    files.filter(each -> !each.toString().endsWith(".crc")).toList()) {
                Files.copy(file, copy.resolve(dataset.relativize(file)));
            }
        }
        return copy;
    }
}
