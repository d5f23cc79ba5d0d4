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
 * {@code metrics.jsonl}: one {@link EpochRecord} a line. Written whole after each round, aside and renamed: it
 * is small, and blob stores cannot append.
 */
public final class MetricsFile implements RunListener {

    public static final String NAME = "metrics.jsonl";

    private final Configuration conf;
    private final Path file;
    private int written = -1;

    public MetricsFile(Configuration conf, Path directory) {
        this.conf = conf;
        this.file = new Path(directory, NAME);
    }

    @Override
    public void round(TrainingPlan plan, TrainingState state) {
        if (state.history().size() == written) {
            return;
        }
        written = state.history().size();
        try (PendingOutput pending = PendingOutput.create(conf, file.toString(), true)) {
            try (OutputStream out = pending.path().getFileSystem(conf).create(pending.path(), false)) {
                write(state.history(), out);
            }
            pending.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    public static void write(List<EpochRecord> history, OutputStream out) throws IOException {
        for (EpochRecord record : history) {
            out.write((Json.line(record) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
