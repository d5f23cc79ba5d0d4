package io.jointae.objectstore;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * A store that fails for a while: after the first requests, a number of requests meet random faults. Which ones is a
 * function of the seed and of the order of the requests.
 */
final class RandomFaults implements RecordingProxy.Policy {

    private static final int UNDISTURBED = 5;
    private static final int DISTURBED = 40;
    private static final double PROBABILITY = 0.5;
    private static final Treatment.Kind[] FAULTS = {
        Treatment.Kind.UNAVAILABLE,
        Treatment.Kind.LOST_REQUEST,
        Treatment.Kind.HALF_REQUEST,
        Treatment.Kind.LOST_ANSWER,
        Treatment.Kind.HALF_ANSWER
    };

    private final Random random;
    private final Map<Treatment.Kind, Integer> counts = new EnumMap<>(Treatment.Kind.class);
    private int requests;

    RandomFaults(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public synchronized Treatment of(S3Request request) {
        requests++;
        boolean disturbed = requests > UNDISTURBED && requests <= UNDISTURBED + DISTURBED;
        if (!disturbed || random.nextDouble() >= PROBABILITY) {
            return Treatment.PASS;
        }
        Treatment.Kind kind = FAULTS[random.nextInt(FAULTS.length)];
        counts.merge(kind, 1, Integer::sum);
        return new Treatment(kind);
    }

    /** Returns how many requests met each fault. */
    synchronized Map<Treatment.Kind, Integer> counts() {
        return new EnumMap<>(counts);
    }
}
