package io.jointae.deploy.chaos;

import io.jointae.deploy.Checkout;
import io.jointae.deploy.Command;
import io.jointae.s3server.S3Server;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A driver with two executor processes, and a real S3 API as the storage: S3Proxy in a process of its own. All connections
 * of driver and executors go through a proxy that can cut them.
 */
final class ObjectStoreSite extends LocalSite {

    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

    private final HttpClient client = HttpClient.newHttpClient();
    private final S3Server server;
    private final CuttingProxy proxy;

    /**
     * Starts the server with an empty bucket.
     *
     * @param folder the folder for the settings and the log of the server
     */
    ObjectStoreSite(Path folder) throws IOException, InterruptedException {
        super("s3", CLUSTER, folder);
        server = S3Server.start(Checkout.ROOT, Files.createDirectories(folder));
        proxy = new CuttingProxy(server.port());
    }

    @Override
    public List<Victim> victims() {
        List<Victim> victims = new ArrayList<>(super.victims());
        victims.addAll(List.of(Victim.CONNECTIONS, Victim.CONNECTIONS, Victim.CONNECTIONS));
        return victims;
    }

    @Override
    public Command submit() {
        return super.submit()
                .with("--driver-class-path", client())
                .conf("spark.executor.extraClassPath", client())
                .conf("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:" + proxy.port())
                .conf("spark.hadoop.fs.s3a.access.key", "test")
                .conf("spark.hadoop.fs.s3a.secret.key", "test")
                .conf("spark.hadoop.fs.s3a.path.style.access", true)
                .conf("spark.hadoop.fs.s3a.connection.ssl.enabled", false);
    }

    /** Returns the class path of Hadoop's S3 client, which the tests have on their own class path. */
    private static String client() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> jar.matches(".*/(hadoop-aws|aws-java-sdk-bundle|wildfly-openssl)-[^/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String path(String name) {
        return "s3a://" + S3Server.BUCKET + "/" + name;
    }

    private static String key(String path) {
        return path.substring(("s3a://" + S3Server.BUCKET + "/").length());
    }

    @Override
    public void upload(Path local, String path) throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(local)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String below = local.relativize(file).toString();
            String key = below.isEmpty() ? key(path) : key(path) + "/" + below;
            send(request("/" + encoded(key)).PUT(HttpRequest.BodyPublishers.ofFile(file)));
        }
    }

    @Override
    public void download(String path, Path local) throws IOException, InterruptedException {
        String prefix = key(path) + "/";
        Files.createDirectories(local);
        for (String key : keys(prefix)) {
            Path file = local.resolve(key.substring(prefix.length()));
            Files.createDirectories(file.getParent());
            Files.write(file, send(request("/" + encoded(key)).GET()));
        }
    }

    /** Returns the keys of the objects that begin with a text, without those that stand for folders. */
    private List<String> keys(String prefix) throws IOException, InterruptedException {
        List<String> keys = new ArrayList<>();
        for (String last = ""; last != null; ) {
            String after = last.isEmpty() ? "" : "&start-after=" + URLEncoder.encode(last, StandardCharsets.UTF_8);
            byte[] page =
                    send(request("?list-type=2&prefix=" + URLEncoder.encode(prefix, StandardCharsets.UTF_8) + after)
                            .GET());
            Matcher key = KEY.matcher(new String(page, StandardCharsets.UTF_8));
            last = null;
            while (key.find()) {
                last = key.group(1);
                if (!last.endsWith("/")) {
                    keys.add(last);
                }
            }
        }
        return keys;
    }

    private static String encoded(String key) {
        return Stream.of(key.split("/"))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
                .collect(Collectors.joining("/"));
    }

    private HttpRequest.Builder request(String below) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + S3Server.BUCKET + below));
    }

    private byte[] send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(request.method() + " " + request.uri() + ": status " + response.statusCode());
        }
        return response.body();
    }

    @Override
    public int kill(Victim victim, Process submission, Random random) throws IOException {
        if (victim == Victim.CONNECTIONS) {
            return proxy.cut() > 0 ? 1 : 0;
        }
        return super.kill(victim, submission, random);
    }

    @Override
    public void close() throws IOException {
        super.close();
        proxy.close();
        server.close();
    }
}
