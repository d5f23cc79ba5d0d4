package io.jointae.deploy.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Draws from a seed what is destroyed during one job, and when. */
final class KillPlan {

    /** Two of three delays are at most this long, so that many kills hit a job that has not recovered from the last one. */
    private static final double SHORT_SECONDS = 4;

    private static final double LEAST_SECONDS = 0.2;

    private final Random random;
    private final List<Victim> victims;
    private final double jobSeconds;
    private int left;

    /**
     * A kill.
     *
     * @param victim what is destroyed
     * @param delay the time since the last kill, or since the start of the job
     */
    record Kill(Victim victim, Duration delay) {}

    /**
     * Creates the plan of a job.
     *
     * @param seed the seed; equal seeds give equal plans
     * @param victims what can be destroyed
     * @param jobSeconds the duration of the job when nothing disturbs it
     * @param most the largest number of kills; the plan has at least half of them
     */
    KillPlan(long seed, List<Victim> victims, double jobSeconds, int most) {
        this.random = new Random(seed);
        this.victims = List.copyOf(victims);
        this.jobSeconds = jobSeconds;
        this.left = most - random.nextInt(most / 2 + 1);
    }

    boolean hasNext() {
        return left > 0;
    }

    Kill next() {
        left--;
        Victim victim = victims.get(random.nextInt(victims.size()));
        double range = random.nextInt(3) > 0 ? Math.min(SHORT_SECONDS, jobSeconds) : jobSeconds;
        double seconds = LEAST_SECONDS + random.nextDouble() * range;
        return new Kill(victim, Duration.ofMillis((long) (1000 * seconds)));
    }

    /** Returns the generator that chooses among several victims of a kind. */
    Random random() {
        return random;
    }
}
