package io.jointae.train.listener;

import io.jointae.base.AtomicRename;
import io.jointae.base.FieldName;
import io.jointae.base.InvalidInputException;
import io.jointae.train.listener.CheckpointFormat.Checkpoint;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Stores the states of a run as {@code checkpoint-NNNNNN} in its directory, and finds the newest one. A state is written
 * to a temporary file and renamed, or sent to an object store in one piece, and the older one is deleted after that, so
 * there is a complete checkpoint at every moment.
 */
public final class Checkpoints implements RunListener {

    private static final String PREFIX = "checkpoint-";

    private final FileSystem fileSystem;
    private final Path directory;
    private final SortedMap<String, String> options;
    private final double intervalSeconds;
    private final LongSupplier nanoTime;
    private final long begin;
    private long lastWrite;
    private double secondsBefore;
    private TrainingState lastStored;

    /**
     * Creates the checkpoints of a run. Nothing is written before the first round ends.
     *
     * @param directory the directory of the run, as any Hadoop path
     * @param options the texts of the options that determine the run; a checkpoint of other options is refused
     * @param intervalSeconds the minimum time between two checkpoints; 0 writes one after every round
     */
    public Checkpoints(Configuration conf, Path directory, SortedMap<String, String> options, double intervalSeconds)
            throws IOException {
        this(conf, directory, options, intervalSeconds, System::nanoTime);
    }

    Checkpoints(
            Configuration conf,
            Path directory,
            SortedMap<String, String> options,
            double intervalSeconds,
            LongSupplier nanoTime)
            throws IOException {
        this.fileSystem = directory.getFileSystem(conf);
        this.directory = directory;
        this.options = options;
        this.intervalSeconds = intervalSeconds;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        this.lastWrite = begin;
    }

    @Override
    public void onRoundEnd(TrainingPlan plan, TrainingState state) {
        if ((nanoTime.getAsLong() - lastWrite) * 1e-9 >= intervalSeconds) {
            onPause(plan, state);
            lastWrite = nanoTime.getAsLong();
        }
    }

    @Override
    public void onPause(TrainingPlan plan, TrainingState state) {
        try {
            write(state);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a checkpoint in " + directory, e);
        }
    }

    /** Stores a state and deletes the older ones. */
    public void write(TrainingState state) throws IOException {
        List<Path> older = list(fileSystem, directory);
        int number = older.isEmpty() ? 0 : number(older.get(older.size() - 1)) + 1;
        Path file = new Path(directory, String.format("%s%06d", PREFIX, number));
        fileSystem.mkdirs(directory);
        Checkpoint checkpoint = new Checkpoint(state, options, seconds());
        if (AtomicRename.isOfferedBy(fileSystem)) {
            Path temporary = new Path(directory, "." + file.getName() + ".pending");
            CheckpointFormat.write(fileSystem.create(temporary, true, 1 << 20), checkpoint);
            if (!fileSystem.rename(temporary, file)) {
                throw new IOException("Cannot rename " + temporary + " to " + file);
            }
        } else {
            // An object is visible only when all of it was sent, and a reader skips a file with a wrong checksum.
            CheckpointFormat.write(fileSystem.create(file, true, 1 << 20), checkpoint);
        }
        lastStored = state.workerStates().isEmpty()
                ? null
                : state.withWorkerStates(CheckpointFormat.workerStates(fileSystem, file));
        for (Path old : older) {
            fileSystem.delete(old, false);
        }
    }

    @Override
    public Optional<TrainingState> lastStored() {
        return Optional.ofNullable(lastStored);
    }

    /**
     * Returns the duration of the run in seconds: the time since this object was created, and the time of the run before
     * the checkpoint that {@link #latest} found. Work that was lost after that checkpoint does not count.
     */
    public double seconds() {
        return secondsBefore + (nanoTime.getAsLong() - begin) * 1e-9;
    }

    /**
     * Returns the newest complete state, and lets {@link #seconds} go on from its duration.
     *
     * @return empty if there is no complete checkpoint
     * @throws InvalidInputException if the checkpoint belongs to a run with other options; the message names each one
     */
    public Optional<TrainingState> latest() throws IOException {
        Optional<StoredCheckpoint> newest = newest(fileSystem, directory);
        if (newest.isPresent()) {
            Checkpoint checkpoint = newest.get().checkpoint();
            requireSameOptions(checkpoint.options(), newest.get().file());
            secondsBefore = checkpoint.seconds();
        }
        return newest.map(found -> found.checkpoint().state());
    }

    /**
     * Returns the options of the run to which the newest complete checkpoint in a directory belongs.
     *
     * @param directory the directory of the run, as any Hadoop path
     * @return the texts of the options; empty if there is no complete checkpoint
     */
    public static Optional<SortedMap<String, String>> options(Configuration conf, Path directory) throws IOException {
        return newest(directory.getFileSystem(conf), directory)
                .map(found -> found.checkpoint().options());
    }

    private record StoredCheckpoint(Path file, Checkpoint checkpoint) {}

    private static Optional<StoredCheckpoint> newest(FileSystem fileSystem, Path directory) throws IOException {
        List<Path> files = list(fileSystem, directory);
        for (int i = files.size() - 1; i >= 0; i--) {
            Path file = files.get(i);
            Optional<Checkpoint> checkpoint = CheckpointFormat.read(fileSystem, file);
            if (checkpoint.isPresent()) {
                return Optional.of(new StoredCheckpoint(file, checkpoint.get()));
            }
        }
        return Optional.empty();
    }

    private void requireSameOptions(SortedMap<String, String> stored, Path file) {
        TreeSet<String> names = new TreeSet<>(stored.keySet());
        names.addAll(options.keySet());
        List<String> differences = names.stream()
                .filter(name -> !Objects.equals(stored.get(name), options.get(name)))
                .map(name -> String.format(
                        "%s was %s and is now %s", name, shown(stored.get(name)), shown(options.get(name))))
                .toList();
        if (!differences.isEmpty()) {
            throw InvalidInputException.of(
                    "%s belongs to a run with other options (%s): restore the options, or do not set %s.",
                    file, String.join(", ", differences), FieldName.of("resume"));
        }
    }

    private static String shown(String value) {
        return value == null ? "not set" : value;
    }

    private static List<Path> list(FileSystem fileSystem, Path directory) throws IOException {
        if (!fileSystem.exists(directory)) {
            return List.of();
        }
        return Arrays.stream(fileSystem.listStatus(directory))
                .map(FileStatus::getPath)
                .filter(path -> path.getName().matches(PREFIX + "\\d{1,9}"))
                .sorted(Comparator.comparingInt(Checkpoints::number))
                .toList();
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getName().substring(PREFIX.length()));
    }
}
