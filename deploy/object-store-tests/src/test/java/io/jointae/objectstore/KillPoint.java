package io.jointae.objectstore;

import java.util.function.Predicate;

/**
 * The request at which a process is killed.
 *
 * @param requests which requests count
 * @param number the number of the request among those that count, from 1
 * @param kind how far the request gets
 */
record KillPoint(Predicate<S3Request> requests, int number, Treatment.Kind kind) {

    /** Returns a policy that kills a process once, and passes all other requests. */
    RecordingProxy.Policy killing(Runnable kill) {
        return new RecordingProxy.Policy() {

            private int seen;

            @Override
            public Treatment of(S3Request request) {
                synchronized (this) {
                    if (!requests.test(request) || ++seen != number) {
                        return Treatment.PASS;
                    }
                }
                return new Treatment(kind, kill);
            }
        };
    }

    @Override
    public String toString() {
        return kind + " at request " + number;
    }
}
