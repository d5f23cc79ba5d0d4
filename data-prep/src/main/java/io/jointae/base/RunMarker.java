package io.jointae.base;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The result of the last run that wrote to an output folder. It is stored in that folder as {@code _RESULT.json} for
 * schedulers that do not see the exit status of the driver: {@code spark-submit} returns 0 on Kubernetes even if the
 * driver pod fails. Spark ignores files whose names begin with an underscore.
 *
 * @param status whether the run succeeded
 * @param command the command that ran, such as {@code train}
 * @param message one line that describes the result
 * @param seconds the duration of the command in seconds, 0 or more
 * @param exit the exit status of the driver's process
 * @param finished the time at which the run ended, as ISO 8601 in UTC
 */
public record RunMarker(Status status, String command, String message, double seconds, int exit, String finished) {

    /** The name of the file in the output folder. */
    public static final String NAME = "_RESULT.json";

    /** The possible results of a run. */
    public enum Status {
        /** The run wrote its output. */
        DONE,
        /** All output was there before the run. */
        NOTHING_TO_DO,
        /** The run ended with an error. */
        FAILED;

        /** Returns the name in the file, such as {@code nothing-to-do}. */
        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Checks the values. */
    public RunMarker {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(message, "message");
        Instant.parse(finished);
        if (seconds < 0) {
            throw new IllegalArgumentException("seconds " + seconds + " is negative");
        }
    }

    /**
     * Writes the marker to an output folder. A failure is recorded only if the folder has no output, as
     * {@link PendingOutput#exists} says: any other folder holds the complete output of another run and is not changed.
     */
    public void write(Configuration conf, String folder) throws IOException {
        Path target = new Path(folder);
        if (PendingOutput.exists(conf, folder)
                && (status == Status.FAILED
                        || !target.getFileSystem(conf).getFileStatus(target).isDirectory())) {
            return;
        }
        AtomicFile.write(conf, new Path(target, NAME).toString(), true, out -> out.write(Json.bytes(this)));
    }

    /** Returns whether a file is the marker of a failed run. */
    static boolean isOfFailure(FileSystem fileSystem, FileStatus file) throws IOException {
        return file.isFile()
                && file.getPath().getName().equals(NAME)
                && Json.read(fileSystem.getConf(), file.getPath(), RunMarker.class)
                                .status()
                        == Status.FAILED;
    }
}
