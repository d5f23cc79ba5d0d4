package io.jointae.train.listener;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.model.EpochRecord;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The stored states of a run: {@code checkpoint-NNNNNN} in its directory. A state is written aside, renamed, and
 * only then is the one before deleted, so that at every instant a complete one is there.
 *
 * <p>Form: magic, length and bytes of a JSON header, then the arrays of floats in big-endian order (parameters,
 * optimizer, each kept state), then a CRC-32 of all before it. One pass, no random access.
 */
public final class Checkpoints implements RunListener {

    private static final long MAGIC = 0x4A414543_4B505431L;
    private static final String PREFIX = "checkpoint-";

    private final FileSystem fileSystem;
    private final Path directory;
    private final SortedMap<String, String> options;
    private final double everySeconds;
    private final long begin = System.nanoTime();
    private long last = begin;
    private double secondsBefore;

    /**
     * What a checkpoint says before its arrays.
     *
     * @param seconds of the run until then; null in checkpoints of before they were counted
     */
    record Header(
            SortedMap<String, String> options,
            int phase,
            int epoch,
            int batch,
            int parameters,
            @JsonProperty("optimiser") int optimizer,
            SortedMap<Integer, Integer> kept,
            EpochTotals partial,
            List<EpochRecord> history,
            Double seconds) {}

    /**
     * @param options that determine the run: a resume with others is refused
     * @param everySeconds at least so long between two checkpoints; 0 for one a round
     */
    public Checkpoints(Configuration conf, Path directory, SortedMap<String, String> options, double everySeconds)
            throws IOException {
        this.fileSystem = directory.getFileSystem(conf);
        this.directory = directory;
        this.options = options;
        this.everySeconds = everySeconds;
    }

    @Override
    public void round(TrainingPlan plan, TrainingState state) {
        if ((System.nanoTime() - last) * 1e-9 >= everySeconds) {
            paused(plan, state);
            last = System.nanoTime();
        }
    }

    @Override
    public void paused(TrainingPlan plan, TrainingState state) {
        try {
            write(state);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a checkpoint in " + directory, e);
        }
    }

    /** Stores a state and deletes older ones. */
    public void write(TrainingState state) throws IOException {
        List<Path> older = list();
        int number = older.isEmpty() ? 0 : number(older.get(older.size() - 1)) + 1;
        Path file = new Path(directory, String.format("%s%06d", PREFIX, number));
        Path aside = new Path(directory, "." + file.getName() + ".pending");
        fileSystem.mkdirs(directory);
        CRC32 crc = new CRC32();
        try (DataOutputStream out =
                new DataOutputStream(new CheckedOutputStream(fileSystem.create(aside, true, 1 << 20), crc))) {
            SortedMap<Integer, Integer> kept = new TreeMap<>();
            state.kept().forEach((worker, values) -> kept.put(worker, values.length));
            byte[] header = Json.line(new Header(
                            options,
                            state.phase(),
                            state.epoch(),
                            state.batch(),
                            state.parameters().length,
                            state.optimizer().length,
                            kept,
                            state.partial(),
                            state.history(),
                            seconds()))
                    .getBytes(StandardCharsets.UTF_8);
            out.writeLong(MAGIC);
            out.writeInt(header.length);
            out.write(header);
            writeFloats(out, state.parameters());
            writeFloats(out, state.optimizer());
            for (float[] values : new TreeMap<>(state.kept()).values()) {
                writeFloats(out, values);
            }
            out.flush();
            out.writeLong(crc.getValue());
        }
        if (!fileSystem.rename(aside, file)) {
            throw new IOException("cannot rename " + aside + " to " + file);
        }
        for (Path old : older) {
            fileSystem.delete(old, false);
        }
    }

    /**
     * Wall time since this was made, and of the run before the checkpoint that {@link #latest} found: what was
     * done after it and lost does not count.
     */
    public double seconds() {
        return secondsBefore + (System.nanoTime() - begin) * 1e-9;
    }

    /**
     * The newest complete state; {@link #seconds} go on from its.
     *
     * @throws InvalidInputException if it belongs to a run with other options, each difference named
     */
    public Optional<TrainingState> latest() throws IOException {
        List<Path> files = list();
        for (int i = files.size() - 1; i >= 0; i--) {
            Optional<TrainingState> state = read(files.get(i));
            if (state.isPresent()) {
                return state;
            }
        }
        return Optional.empty();
    }

    /** Whether all of the file is as it was written: nothing of it is believed before. */
    private boolean intact(Path file) throws IOException {
        long body = fileSystem.getFileStatus(file).getLen() - Long.BYTES;
        CRC32 crc = new CRC32();
        byte[] piece = new byte[1 << 16];
        try (DataInputStream in = new DataInputStream(fileSystem.open(file, 1 << 20))) {
            for (long at = 0; at < body; ) {
                int n = (int) Math.min(piece.length, body - at);
                in.readFully(piece, 0, n);
                crc.update(piece, 0, n);
                at += n;
            }
            return body > 0 && in.readLong() == crc.getValue();
        } catch (EOFException | ChecksumException cutOffOrDamaged) {
            return false;
        }
    }

    /** Empty where the file is cut off or damaged: the one before it is then the newest. */
    private Optional<TrainingState> read(Path file) throws IOException {
        if (!intact(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(fileSystem.open(file, 1 << 20))) {
            if (in.readLong() != MAGIC) {
                return Optional.empty();
            }
            byte[] text = in.readNBytes(in.readInt());
            String json = new String(text, StandardCharsets.UTF_8);
            Header header = Json.parse(json, Header.class, file.toString());
            float[] parameters = readFloats(in, header.parameters());
            float[] optimizer = readFloats(in, header.optimizer());
            SortedMap<Integer, float[]> kept = new TreeMap<>();
            for (var entry : header.kept().entrySet()) {
                kept.put(entry.getKey(), readFloats(in, entry.getValue()));
            }
            refuseOthers(header.options(), file);
            secondsBefore = header.seconds() == null ? 0 : header.seconds();
            return Optional.of(new TrainingState(
                    header.phase(),
                    header.epoch(),
                    header.batch(),
                    parameters,
                    optimizer,
                    kept,
                    header.history(),
                    header.partial()));
        }
    }

    private void refuseOthers(SortedMap<String, String> stored, Path file) {
        TreeSet<String> names = new TreeSet<>(stored.keySet());
        names.addAll(options.keySet());
        List<String> differences = names.stream()
                .filter(name -> !String.valueOf(stored.get(name)).equals(String.valueOf(options.get(name))))
                .map(name -> String.format("%s was %s and is now %s", name, stored.get(name), options.get(name)))
                .toList();
        if (!differences.isEmpty()) {
            throw InvalidInputException.of(
                    "--resume: %s is of a run with other options: %s", file, String.join("; ", differences));
        }
    }

    private List<Path> list() throws IOException {
        if (!fileSystem.exists(directory)) {
            return List.of();
        }
        return Arrays.stream(fileSystem.listStatus(directory))
                .map(FileStatus::getPath)
                .filter(path -> path.getName().matches(PREFIX + "\\d+"))
                .sorted(Comparator.comparingInt(Checkpoints::number))
                .toList();
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getName().substring(PREFIX.length()));
    }

    private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        int floats = piece.capacity() / Float.BYTES;
        for (int from = 0; from < values.length; from += floats) {
            int n = Math.min(floats, values.length - from);
            piece.clear();
            piece.asFloatBuffer().put(values, from, n);
            out.write(piece.array(), 0, n * Float.BYTES);
        }
    }

    private static float[] readFloats(DataInputStream in, int length) throws IOException {
        float[] values = new float[length];
        ByteBuffer piece = ByteBuffer.allocate(1 << 16);
        int floats = piece.capacity() / Float.BYTES;
        for (int from = 0; from < length; from += floats) {
            int n = Math.min(floats, length - from);
            in.readFully(piece.array(), 0, n * Float.BYTES);
            piece.clear();
            piece.asFloatBuffer().get(values, from, n);
        }
        return values;
    }
}
