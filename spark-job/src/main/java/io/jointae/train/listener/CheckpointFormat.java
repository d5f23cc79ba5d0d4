package io.jointae.train.listener;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import io.jointae.model.EpochRecord;
import io.jointae.train.plan.EpochTotals;
import io.jointae.train.plan.LazyWorkerStates;
import io.jointae.train.plan.PlanPosition;
import io.jointae.train.plan.TrainingState;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The format of a checkpoint file: a magic number, the length and the bytes of a JSON header, then arrays of big-endian
 * floats (parameters, optimizer state, each worker's own optimizer state, and the outer velocity), then a CRC-32 of everything before. It is
 * written and read in one pass without random access, as blob stores require.
 */
final class CheckpointFormat {

    private static final long MAGIC = 0x4A414543_4B505431L;
    private static final int FILE_BUFFER_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 1 << 16;
    /** The largest header; the record of an epoch has about 150 bytes. */
    private static final int LARGEST_HEADER = 1 << 24;

    /** The states of workers are read together if they have at most this size. */
    private static final long MAX_STATES_IN_MEMORY = 64 << 20;

    private CheckpointFormat() {}

    /**
     * A state together with the run that it belongs to.
     *
     * @param options the texts of the options that determine the run
     * @param seconds the duration of the run until then
     */
    record Checkpoint(TrainingState state, SortedMap<String, String> options, double seconds) {}

    /**
     * The numbers of floats that follow the header.
     *
     * @param parameters the number of parameters
     * @param optimizerState the length of the optimizer state
     * @param workerStates the length of each worker's own optimizer state
     * @param outerVelocity the length of the outer velocity; null for none, as in files of earlier versions
     */
    @JsonPropertyOrder({"parameters", "optimiser", "kept", "outerVelocity"})
    private record Lengths(
            int parameters,
            @JsonProperty("optimiser") int optimizerState,
            @JsonProperty("kept") SortedMap<Integer, Integer> workerStates,
            @JsonInclude(JsonInclude.Include.NON_NULL) Integer outerVelocity) {

        static Lengths of(TrainingState state) {
            return new Lengths(
                    state.parameters().length,
                    state.optimizerState().length,
                    LazyWorkerStates.lengths(state.workerStates()),
                    state.outerVelocity().length == 0 ? null : state.outerVelocity().length);
        }

        /** Returns whether arrays of these lengths have a number of bytes. */
        private boolean fit(long bytes) {
            List<Integer> lengths = new ArrayList<>(workerStates.values());
            lengths.add(parameters);
            lengths.add(optimizerState);
            lengths.add(outerVelocity == null ? Integer.valueOf(0) : outerVelocity);
            return lengths.stream().allMatch(length -> length != null && length >= 0)
                    && lengths.stream().mapToLong(Integer::longValue).sum() * Float.BYTES == bytes;
        }
    }

    /** The JSON header. It has fields instead of record components, because Jackson unwraps values only into fields. */
    private static final class Header {

        @JsonProperty
        private SortedMap<String, String> options;

        @JsonUnwrapped
        private PlanPosition position;

        @JsonUnwrapped
        private Lengths lengths;

        @JsonProperty
        private EpochTotals partial;

        @JsonProperty
        private List<EpochRecord> history;

        /** The duration of the run until then; null in files of versions that did not store it. */
        @JsonProperty
        private Double seconds;

        static Header of(Checkpoint checkpoint) {
            Header header = new Header();
            header.options = checkpoint.options();
            header.position = checkpoint.state().position();
            header.lengths = Lengths.of(checkpoint.state());
            header.partial = checkpoint.state().partialEpoch();
            header.history = checkpoint.state().history();
            header.seconds = checkpoint.seconds();
            return header;
        }

        /** Checks that all fields are there and that the lengths of the arrays fit the file. */
        private void requireValid(Path file, long arrayBytes) {
            boolean complete = options != null
                    && position != null
                    && lengths != null
                    && lengths.workerStates() != null
                    && partial != null
                    && history != null
                    && history.stream().allMatch(Objects::nonNull);
            if (!complete) {
                throw invalid(file, "its header lacks a field");
            }
            if (position.phase() < 0 || position.epoch() < 0 || position.batch() < 0) {
                throw invalid(file, "its position is negative");
            }
            if (!lengths.fit(arrayBytes)) {
                throw invalid(file, "its arrays do not have the lengths that its header states");
            }
        }
    }

    /** Writes a checkpoint and closes the stream. */
    static void write(OutputStream file, Checkpoint checkpoint) throws IOException {
        CRC32 crc = new CRC32();
        TrainingState state = checkpoint.state();
        try (DataOutputStream out = new DataOutputStream(new CheckedOutputStream(file, crc))) {
            byte[] header = Json.line(Header.of(checkpoint)).getBytes(StandardCharsets.UTF_8);
            out.writeLong(MAGIC);
            out.writeInt(header.length);
            out.write(header);
            writeFloats(out, state.parameters());
            writeFloats(out, state.optimizerState());
            // One state at a time: they may be on the executors, and too many to be here together.
            for (int worker : LazyWorkerStates.lengths(state.workerStates()).keySet()) {
                writeFloats(out, state.workerStates().get(worker));
            }
            writeFloats(out, state.outerVelocity());
            out.flush();
            out.writeLong(crc.getValue());
        }
    }

    /**
     * Reads a checkpoint; returns empty if the file is truncated or damaged.
     *
     * @throws InvalidInputException if the file has a valid checksum, but not the contents of a checkpoint
     */
    static Optional<Checkpoint> read(FileSystem fileSystem, Path file) throws IOException {
        if (!hasValidChecksum(fileSystem, file)) {
            return Optional.empty();
        }
        // The bytes between the magic number with the length of the header, and the checksum.
        long contents = fileSystem.getFileStatus(file).getLen() - Long.BYTES - Integer.BYTES - Long.BYTES;
        try (FSDataInputStream in = fileSystem.open(file, FILE_BUFFER_BYTES)) {
            if (contents < 0 || in.readLong() != MAGIC) {
                return Optional.empty();
            }
            int headerBytes = in.readInt();
            if (headerBytes < 0 || headerBytes > Math.min(contents, LARGEST_HEADER)) {
                throw invalid(file, "its header has an invalid length");
            }
            String json = new String(in.readNBytes(headerBytes), StandardCharsets.UTF_8);
            Header header = Json.parse(json, Header.class, file.toString());
            header.requireValid(file, contents - headerBytes);
            float[] parameters = readFloats(in, header.lengths.parameters());
            float[] optimizerState = readFloats(in, header.lengths.optimizerState());
            Map<Integer, float[]> workerStates =
                    workerStates(fileSystem, file, in.getPos(), header.lengths.workerStates());
            if (bytes(header.lengths.workerStates()) <= MAX_STATES_IN_MEMORY) {
                workerStates = new TreeMap<>(workerStates);
            }
            in.seek(in.getPos() + bytes(header.lengths.workerStates()));
            float[] outerVelocity = header.lengths.outerVelocity() == null
                    ? new float[0]
                    : readFloats(in, header.lengths.outerVelocity());
            TrainingState state = new TrainingState(
                    header.position,
                    parameters,
                    optimizerState,
                    workerStates,
                    header.history,
                    header.partial,
                    outerVelocity);
            double seconds = header.seconds == null ? 0 : header.seconds;
            return Optional.of(new Checkpoint(state, header.options, seconds));
        }
    }

    /**
     * Returns the states of workers in a checkpoint, which are read when they are needed.
     *
     * @param file the checkpoint, which must exist as long as the states are used
     */
    static LazyWorkerStates workerStates(FileSystem fileSystem, Path file) throws IOException {
        try (FSDataInputStream in = fileSystem.open(file, FILE_BUFFER_BYTES)) {
            in.readLong();
            String json = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            Lengths lengths = Json.parse(json, Header.class, file.toString()).lengths;
            long begin = in.getPos() + (long) Float.BYTES * (lengths.parameters() + (long) lengths.optimizerState());
            return workerStates(fileSystem, file, begin, lengths.workerStates());
        }
    }

    private static LazyWorkerStates workerStates(
            FileSystem fileSystem, Path file, long begin, SortedMap<Integer, Integer> lengths) {
        return new LazyWorkerStates(lengths, worker -> {
            try (FSDataInputStream in = fileSystem.open(file, FILE_BUFFER_BYTES)) {
                in.seek(begin + bytes(lengths.headMap(worker)));
                return readFloats(in, lengths.get(worker));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the optimizer states of workers in " + file, e);
            }
        });
    }

    private static long bytes(SortedMap<Integer, Integer> lengths) {
        return Float.BYTES
                * lengths.values().stream().mapToLong(Integer::longValue).sum();
    }

    private static InvalidInputException invalid(Path file, String problem) {
        return InvalidInputException.of(
                "%s is not a checkpoint of this program, because %s: delete the file.", file, problem);
    }

    /** Returns whether the checksum at the end of a file is that of its contents. Nothing else is read before. */
    private static boolean hasValidChecksum(FileSystem fileSystem, Path file) throws IOException {
        long length = fileSystem.getFileStatus(file).getLen() - Long.BYTES;
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (DataInputStream in = new DataInputStream(fileSystem.open(file, FILE_BUFFER_BYTES))) {
            for (long position = 0; position < length; ) {
                int n = (int) Math.min(chunk.length, length - position);
                in.readFully(chunk, 0, n);
                crc.update(chunk, 0, n);
                position += n;
            }
            return length > 0 && in.readLong() == crc.getValue();
        } catch (EOFException | ChecksumException truncatedOrDamaged) {
            return false;
        }
    }

    private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        int floats = chunk.capacity() / Float.BYTES;
        for (int from = 0; from < values.length; from += floats) {
            int n = Math.min(floats, values.length - from);
            chunk.clear();
            chunk.asFloatBuffer().put(values, from, n);
            out.write(chunk.array(), 0, n * Float.BYTES);
        }
    }

    private static float[] readFloats(DataInputStream in, int length) throws IOException {
        float[] values = new float[length];
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        int floats = chunk.capacity() / Float.BYTES;
        for (int from = 0; from < length; from += floats) {
            int n = Math.min(floats, length - from);
            in.readFully(chunk.array(), 0, n * Float.BYTES);
            chunk.clear();
            chunk.asFloatBuffer().get(values, from, n);
        }
        return values;
    }
}
