package io.jointae.objectstore;

import io.jointae.s3server.S3Server;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request to the S3 server.
 *
 * @param tick when it arrived: a number that grows with each arrival and each answer
 * @param method the method of HTTP
 * @param key the key of the object; empty for requests to the bucket
 * @param query the text after the question mark, decoded; empty if there is none
 * @param headers the headers by their names in lower case
 * @param body the body as it was sent, which may contain signatures between its pieces
 */
record S3Request(long tick, String method, String key, String query, Map<String, String> headers, byte[] body) {

    /** Returns the request with this head and body. */
    static S3Request of(long tick, String head, byte[] body) {
        String[] lines = head.split("\r\n");
        String[] first = lines[0].split(" ");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        URI target = URI.create(first[1]);
        String query = target.getRawQuery() == null ? "" : target.getRawQuery();
        return new S3Request(
                tick,
                first[0],
                target.getPath().replaceFirst("^/" + S3Server.BUCKET + "/?", ""),
                URLDecoder.decode(query, StandardCharsets.UTF_8),
                headers,
                body);
    }

    /** Returns whether the request copies an object, as a rename on an object store does. */
    boolean copies() {
        return headers.containsKey("x-amz-copy-source");
    }

    /** Returns whether the request may change the objects of the bucket. */
    boolean changes() {
        return method.equals("PUT") || method.equals("POST") || method.equals("DELETE");
    }

    /** Returns whether the request writes an object as a whole: the only part, or the end of an upload of several. */
    boolean writes() {
        return method.equals("PUT") && !query.contains("partNumber=") && !key.endsWith("/") && !key.isEmpty()
                || method.equals("POST") && query.startsWith("uploadId=");
    }

    /** Returns whether the request sends content of an object: all of it or a part. */
    boolean sends() {
        return method.equals("PUT") && !key.endsWith("/") && body.length > 0;
    }

    @Override
    public String toString() {
        return method + " " + key + (query.isEmpty() ? "" : "?" + query) + (copies() ? " (copy)" : "");
    }
}
