package io.jointae.train.listener;

import io.jointae.base.Json;
import io.jointae.base.PendingOutput;
import io.jointae.model.EpochRecord;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes the history of a run to {@code metrics.jsonl}, one {@link EpochRecord} per line. The file is small, so it is
 * written anew after every round and renamed into place: blob stores cannot append.
 */
public final class MetricsFile implements RunListener {

    /** The name of the file in the directory of a run or of a model. */
    public static final String NAME = "metrics.jsonl";

    private final Configuration conf;
    private final Path file;
    private int writtenEpochs = -1;

    /**
     * Creates the file of a run. Nothing is written before the first round ends.
     *
     * @param directory the directory of the run, as any Hadoop path
     */
    public MetricsFile(Configuration conf, Path directory) {
        this.conf = conf;
        this.file = new Path(directory, NAME);
    }

    @Override
    public void onRoundEnd(TrainingPlan plan, TrainingState state) {
        if (state.history().size() == writtenEpochs) {
            return;
        }
        writtenEpochs = state.history().size();
        try (PendingOutput pending = PendingOutput.create(conf, file.toString(), true)) {
            try (OutputStream out = pending.path().getFileSystem(conf).create(pending.path(), false)) {
                write(state.history(), out);
            }
            pending.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** Writes a history to a stream, which stays open. */
    public static void write(List<EpochRecord> history, OutputStream out) throws IOException {
        for (EpochRecord record : history) {
            out.write((Json.line(record) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
