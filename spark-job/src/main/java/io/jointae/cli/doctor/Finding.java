package io.jointae.cli.doctor;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;

/**
 * One thing that was checked, and what to change where something is wrong.
 *
 * @param level how serious it is
 * @param sentence one sentence; for a level other than {@link Level#OK} it says what to do
 */
public record Finding(Level level, String sentence) {

    /** How serious a finding is. */
    public enum Level {
        /** Nothing needs to be changed. */
        OK,
        /** Runs succeed, but a change makes them faster or safer. */
        ADVICE,
        /** Runs fail, or fail sooner or later. */
        PROBLEM;

        /** Returns the name as it is printed, for example {@code ok}. */
        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        Objects.requireNonNull(level, "level");
        if (!sentence.endsWith(".")) {
            throw new IllegalArgumentException("A finding is a sentence, but this is none: " + sentence);
        }
    }

    static Finding ok(String format, Object... values) {
        return new Finding(Level.OK, String.format(Locale.ROOT, format, values));
    }

    static Finding advice(String format, Object... values) {
        return new Finding(Level.ADVICE, String.format(Locale.ROOT, format, values));
    }

    static Finding problem(String format, Object... values) {
        return new Finding(Level.PROBLEM, String.format(Locale.ROOT, format, values));
    }
}
