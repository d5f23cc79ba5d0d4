package io.jointae.base;

import java.time.Duration;
import java.util.Objects;

/**
 * A run that asks for a {@link Lease}: how messages name it, how long it waits, and to which application it belongs.
 *
 * @param run the kind of run, such as {@code sweep}
 * @param alternative what a user can do other than wait, such as {@code choose another results folder}
 * @param field the field that names the folder; null if several commands have different fields
 * @param patience how long the run waits for another run that holds the lease
 * @param application the application of the run
 */
public record LeaseRequest(
        String run, String alternative, FieldName field, Patience patience, Application application) {

    /** Checks that nothing but the field is missing. */
    public LeaseRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(alternative, "alternative");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(application, "application");
    }

    /** Creates the request of a run that waits until the lease of a dead run expires, and that knows no application. */
    public LeaseRequest(String run, String alternative, FieldName field) {
        this(run, alternative, field, Patience.UNTIL_EXPIRY, Application.UNKNOWN);
    }

    /**
     * How long a run waits for the holder of a lease.
     *
     * @param untilExpiry whether the run waits for a holder that may have died, until the lease expires
     * @param whileAlive how long the run waits for a holder that is known to be alive; zero if it is refused at once
     */
    public record Patience(boolean untilExpiry, Duration whileAlive) {

        /** The run is refused at once. */
        public static final Patience NONE = new Patience(false, Duration.ZERO);

        /** The run waits until the lease expires, and is refused as soon as its holder renews it. */
        public static final Patience UNTIL_EXPIRY = new Patience(true, Duration.ZERO);

        /** Checks that the duration is not negative. */
        public Patience {
            if (whileAlive.isNegative()) {
                throw new IllegalArgumentException("A run cannot wait for " + whileAlive);
            }
        }

        /**
         * Describes for how long a run waits, such as {@code at most 48 s, until the lock expires}.
         *
         * @param expirySeconds the time until the lease expires if its holder has died
         */
        String describe(long expirySeconds) {
            String died = "at most " + expirySeconds + " s, until the lock expires";
            return whileAlive.isZero()
                    ? died
                    : died + " if that run has died, and at most " + whileAlive.toSeconds() + " s if it is alive";
        }

        /** Returns the patience of a run that waits for a dead holder, and for a living one at most a given time. */
        public static Patience of(Duration whileAlive) {
            return new Patience(true, whileAlive);
        }
    }

    /**
     * The application to which a run belongs. A cluster manager starts an application again after its driver has died. The
     * new attempt takes over the lease of the earlier one at once.
     *
     * @param id an identifier that no other application has, on any cluster; empty if there is none
     * @param attempt the number of the attempt; 0 if attempts are not numbered, so that the one that began last counts
     */
    public record Application(String id, long attempt) {

        /** No application, or one that is never started again under the same identifier. */
        public static final Application UNKNOWN = new Application("", 0);

        /** Checks that the identifier is not null and the attempt is not negative. */
        public Application {
            Objects.requireNonNull(id, "id");
            if (attempt < 0) {
                throw new IllegalArgumentException("The attempt " + attempt + " of " + id + " is negative.");
            }
        }
    }

    /** Returns the same run with another patience. */
    public LeaseRequest with(Patience other) {
        return new LeaseRequest(run, alternative, field, other, application);
    }

    /** Returns the same run as a part of an application. */
    public LeaseRequest with(Application other) {
        return new LeaseRequest(run, alternative, field, patience, other);
    }

    /**
     * Returns the exception that refuses the lease.
     *
     * @param folder the folder of the lease
     * @param state what the other run has done, such as {@code has just started there}
     */
    InvalidInputException refusal(String folder, String state) {
        String message = "%s is in use: another %s " + state + ". Wait until that %s ends, or %s";
        return field == null
                ? InvalidInputException.of(message + ".", folder, run, run, alternative)
                : InvalidInputException.of(message + " (%s).", folder, run, run, alternative, field);
    }
}
