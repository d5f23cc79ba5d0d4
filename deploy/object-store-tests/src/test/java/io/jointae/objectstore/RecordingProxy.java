package io.jointae.objectstore;

import io.jointae.s3server.LoopbackProxy;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A proxy in front of the S3 server, which records each request and asks a policy what to do with it. Each connection
 * serves one request, so that a connection that is reset disturbs no other request.
 */
final class RecordingProxy extends LoopbackProxy {

    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final String SLOW_DOWN =
            "<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>";
    private static final byte[] UNAVAILABLE =
            ascii("HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nContent-Length: " + SLOW_DOWN.length()
                    + "\r\nConnection: close\r\n\r\n" + SLOW_DOWN);

    /** Decides about requests. It is called by several threads at a time, before the server gets the request. */
    interface Policy {
        Treatment of(S3Request request) throws Exception;
    }

    /**
     * A request that the server has answered.
     *
     * @param request the request
     * @param status the status of HTTP that the server gave
     * @param tick when the answer was complete, on the scale of {@link S3Request#tick}
     */
    record Answered(S3Request request, int status, long tick) {

        boolean succeeded() {
            return status / 100 == 2;
        }
    }

    private final AtomicLong ticks = new AtomicLong();
    private final List<Answered> answered = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private volatile Policy policy = request -> Treatment.PASS;

    RecordingProxy(int serverPort) throws IOException {
        super(serverPort);
        listen();
    }

    /** Forgets the recorded requests, and uses a policy from now on. */
    synchronized void begin(Policy newPolicy) {
        answered.clear();
        policy = newPolicy;
    }

    /**
     * Passes all requests from now on, and returns the requests that the server has answered since {@link #begin}.
     *
     * @throws AssertionError if the policy failed
     */
    synchronized List<Answered> end() {
        policy = request -> Treatment.PASS;
        if (!failures.isEmpty()) {
            AssertionError failed = new AssertionError("A check at a request failed");
            failures.forEach(failed::addSuppressed);
            failures.clear();
            throw failed;
        }
        return List.copyOf(answered);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    protected void notAccepted(IOException failure) {
        failed(failure);
    }

    private synchronized void failed(Throwable failure) {
        failures.add(failure);
    }

    @Override
    protected void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = head(in);
            if (head.isEmpty()) {
                return;
            }
            int length = Integer.parseInt(
                    S3Request.of(0, head, new byte[0]).headers().getOrDefault("content-length", "0"));
            if (length > 0 && head.toLowerCase(java.util.Locale.ROOT).contains("\r\nexpect:")) {
                client.getOutputStream().write(CONTINUE);
            }
            byte[] body = in.readNBytes(length);
            if (body.length == length) {
                serve(client, head, S3Request.of(ticks.incrementAndGet(), head, body));
            }
        } catch (IOException clientIsGone) {
            // Processes are killed at any point, also while they wait for an answer.
            return;
        } catch (Exception | AssertionError e) {
            failed(e);
        }
    }

    private void serve(Socket client, String head, S3Request request) throws Exception {
        Treatment treatment = policy.of(request);
        OutputStream out = client.getOutputStream();
        switch (treatment.kind()) {
            case PASS -> out.write(exchange(head, request));
            case UNAVAILABLE -> out.write(UNAVAILABLE);
            case LOST_REQUEST -> treatment.action().run();
            case HALF_REQUEST -> {
                try (Socket server = connect()) {
                    server.getOutputStream().write(forwarded(head));
                    server.getOutputStream().write(request.body(), 0, request.body().length / 2);
                    treatment.action().run();
                }
            }
            case LOST_ANSWER -> {
                exchange(head, request);
                treatment.action().run();
            }
            case HALF_ANSWER -> {
                byte[] answer = exchange(head, request);
                out.write(answer, 0, answer.length / 2);
                out.flush();
                treatment.action().run();
            }
        }
        if (treatment.kind() != Treatment.Kind.PASS && treatment.kind() != Treatment.Kind.UNAVAILABLE) {
            resetOnClose(client);
        }
    }

    private byte[] exchange(String head, S3Request request) throws IOException {
        byte[] answer;
        try (Socket server = connect()) {
            server.getOutputStream().write(forwarded(head));
            server.getOutputStream().write(request.body());
            answer = server.getInputStream().readAllBytes();
        }
        String status = new String(answer, 0, Math.min(answer.length, 12), StandardCharsets.US_ASCII);
        synchronized (this) {
            answered.add(new Answered(request, Integer.parseInt(status.substring(9)), ticks.incrementAndGet()));
        }
        return answer;
    }

    /** Returns the head for the server, which closes the connection after its answer. */
    private static byte[] forwarded(String head) {
        return ascii(head.replaceAll("(?i)\r\n(Expect|Connection):[^\r]*", "") + "\r\nConnection: close\r\n\r\n");
    }

    /** Reads the lines before the body, without the empty line at their end; returns an empty text at the end. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            bytes.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        String head = bytes.toString(StandardCharsets.US_ASCII);
        return head.substring(0, head.length() - 4);
    }
}
