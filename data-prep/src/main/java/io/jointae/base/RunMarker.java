package io.jointae.base;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How the last run into an output folder ended, as {@code _RESULT.json} in it: for schedulers that do not see
 * the driver's exit status ({@code spark-submit} returns 0 on Kubernetes when the driver pod failed). Readers
 * of Spark skip names that begin with an underscore.
 *
 * @param status done, nothing-to-do or failed
 * @param command that ran, such as {@code train}
 * @param message one line for people
 * @param seconds wall time of the command
 * @param exit status of the driver's process
 * @param finished the moment, as ISO 8601 in UTC
 */
public record RunMarker(Status status, String command, String message, double seconds, int exit, String finished) {

    /** The file's name within the output folder. */
    public static final String NAME = "_RESULT.json";

    /** How a run ended. */
    public enum Status {
        DONE,
        NOTHING_TO_DO,
        FAILED;

        /** As written: {@code nothing-to-do}. */
        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

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
     * Leaves the marker in {@code folder}. A failure is written into a folder that does not exist, or that
     * failed before; an output that is there already is complete, was made by another run, and stays as it is.
     */
    public void write(Configuration conf, String folder) throws IOException {
        Path target = new Path(folder);
        FileSystem fileSystem = target.getFileSystem(conf);
        boolean other = fileSystem.exists(target) && !isOnlyAFailure(fileSystem, target);
        if (other
                && (status == Status.FAILED || !fileSystem.getFileStatus(target).isDirectory())) {
            return;
        }
        Path aside = new Path(target, "._RESULT.json.pending");
        Path marker = new Path(target, NAME);
        try (OutputStream out = fileSystem.create(aside, true)) {
            out.write(Json.pretty(this).getBytes(StandardCharsets.UTF_8));
        }
        fileSystem.delete(marker, false);
        if (!fileSystem.rename(aside, marker)) {
            throw new IOException("could not rename " + aside + " to " + marker);
        }
    }

    /** Whether a folder holds the word of a failed run and nothing else: no output, to be written over freely. */
    static boolean isOnlyAFailure(FileSystem fileSystem, Path folder) throws IOException {
        if (!fileSystem.getFileStatus(folder).isDirectory()) {
            return false;
        }
        FileStatus[] files = fileSystem.listStatus(folder);
        return files.length == 1
                && files[0].isFile()
                && files[0].getPath().getName().equals(NAME)
                && Json.read(fileSystem.getConf(), files[0].getPath(), RunMarker.class)
                                .status()
                        == Status.FAILED;
    }
}
