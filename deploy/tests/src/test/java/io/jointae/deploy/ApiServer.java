package io.jointae.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import okhttp3.Headers;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okio.Buffer;

/**
 * A Kubernetes API server over plain HTTP that stores the objects it receives. It is the mock of fabric8, extended where
 * Spark's client needs more. It has no scheduler, no admission control and no access rights.
 */
final class ApiServer implements AutoCloseable {

    static final String NAMESPACE = "jointae";

    /** A strong reference, because a collected logger would lose its level. */
    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesMockServer server;
    private final NamespacedKubernetesClient client;

    ApiServer() throws IOException {
        // A watch that opens while an object is written can fail inside the mock and log it; clients then reconnect.
        REQUESTS.setLevel(Level.OFF);
        server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Dispatcher(), false);
        server.init(InetAddress.getByName("127.0.0.1"), 0);
        client = server.createClient();
        client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("jointae-driver")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    NamespacedKubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }

    private static final class Dispatcher extends KubernetesCrudDispatcher {

        Dispatcher() {
            super(List.of());
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            String path = request.getPath().replaceAll("\\?.*", "");
            byte[] body = request.getBody().clone().readByteArray();
            if (request.getMethod().equals("PATCH") && isApply(request)) {
                // Server-side apply creates a missing object, but the mock answers 404.
                boolean missing = super.dispatch(request("GET", path, new byte[0]))
                        .getStatus()
                        .contains(" 404");
                String collection = path.substring(0, path.lastIndexOf('/'));
                return super.dispatch(missing ? request("POST", collection, body) : request("PUT", path, body));
            }
            if (request.getMethod().equals("POST") && path.endsWith("/pods")) {
                return super.dispatch(request("POST", request.getPath(), withPendingPhase(body)));
            }
            return super.dispatch(request);
        }

        private static boolean isApply(RecordedRequest request) {
            return String.valueOf(request.getHeader("Content-Type")).startsWith("application/apply-patch");
        }

        /** Sets the phase with which a real server answers; Spark waits until the pod leaves it. */
        private static byte[] withPendingPhase(byte[] pod) {
            try {
                ObjectNode tree = (ObjectNode) JSON.readTree(pod);
                tree.putObject("status").put("phase", "Pending");
                return JSON.writeValueAsBytes(tree);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static RecordedRequest request(String method, String path, byte[] body) {
            return new RecordedRequest(
                    method + " " + path + " HTTP/1.1",
                    new Headers.Builder()
                            .add("Content-Type", "application/json")
                            .build(),
                    List.of(),
                    body.length,
                    new Buffer().write(body),
                    0,
                    new Socket());
        }
    }
}
