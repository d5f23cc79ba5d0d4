package io.jointae.sweep.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An MLflow tracking server that records the requests of a sweep, and that can be made to fail. */
final class TrackingServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request: the end of its path, such as {@code runs/create}, and its body. */
    record Request(String call, JsonNode body) {}

    enum Behavior {
        HEALTHY,
        BROKEN,
        SILENT
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Behavior behavior;
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    TrackingServer(Behavior behavior) throws IOException {
        this.behavior = behavior;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/2.0/mlflow/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Changes the behavior from the next request on. */
    void behave(Behavior other) {
        behavior = other;
    }

    String uri() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    List<JsonNode> bodies(String call) {
        return requests.stream()
                .filter(request -> request.call().equals(call))
                .map(Request::body)
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestURI().getPath().replaceFirst("^/api/2.0/mlflow/", "");
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(new Request(call, body.length == 0 ? null : JSON.readTree(body)));
        if (behavior == Behavior.SILENT) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String answer = switch (call) {
            case "experiments/create" -> "{\"experiment_id\": \"7\"}";
            case "runs/create" -> "{\"run\": {\"info\": {\"run_id\": \"run-" + runs.incrementAndGet() + "\"}}}";
            default -> "{}";
        };
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(behavior != Behavior.HEALTHY ? 500 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
