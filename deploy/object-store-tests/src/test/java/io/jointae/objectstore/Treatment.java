package io.jointae.objectstore;

/**
 * What {@link RecordingProxy} does with a request.
 *
 * @param kind how far the request and its answer get
 * @param action what happens at that point, before the connection of the client is reset; nothing for {@link Kind#PASS}
 */
record Treatment(Kind kind, Runnable action) {

    static final Treatment PASS = new Treatment(Kind.PASS);

    /** How far a request gets. */
    enum Kind {
        /** The server gets the request and the client gets the answer. */
        PASS,
        /** The client gets status 503, and the server nothing. */
        UNAVAILABLE,
        /** The server gets nothing. */
        LOST_REQUEST,
        /** The server gets half of the body. */
        HALF_REQUEST,
        /** The server does what is asked, and the client gets no answer. */
        LOST_ANSWER,
        /** The server does what is asked, and the client gets half of the answer. */
        HALF_ANSWER
    }

    Treatment(Kind kind) {
        this(kind, () -> {});
    }
}
