package io.jointae.train.listener;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.jointae.base.AtomicFile;
import io.jointae.base.Json;
import io.jointae.model.EpochRecord;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.plan.WorkerRate;
import io.jointae.train.plan.WorkerRates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes the history of a run to {@code metrics.jsonl}, one {@link EpochRecord} per line. With several workers, a line
 * also has the speed of each. The file is small, so it is written anew after every round: object stores cannot
 * append.
 */
public final class MetricsFile implements RunListener {

    /** The name of the file in the directory of a run or of a model. */
    public static final String NAME = "metrics.jsonl";

    private final Configuration conf;
    private final Path file;
    private final Map<Integer, WorkerFields> workerFields = new HashMap<>();
    private WorkerRates rates = WorkerRates.NONE;
    private int writtenEpochs = -1;

    /**
     * The fields that a line has in addition to those of its {@link EpochRecord} if there are several workers.
     *
     * @param workerExamplesPerSecond the examples per second of training steps of each worker, in their order
     * @param slowestWorkerHost the host of the slowest worker
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record WorkerFields(List<Double> workerExamplesPerSecond, String slowestWorkerHost) {

        static WorkerFields of(WorkerRates rates) {
            return new WorkerFields(
                    rates.workers().stream().map(WorkerRate::examplesPerSecond).toList(),
                    rates.slowest().map(WorkerRate::host).orElse(null));
        }
    }

    /**
     * Creates the file of a run. Nothing is written before the first round ends.
     *
     * @param directory the directory of the run, as any Hadoop path
     */
    public MetricsFile(Configuration conf, Path directory) {
        this.conf = conf;
        this.file = new Path(directory, NAME);
    }

    /** Takes the speeds of the workers in earlier epochs from the file of an interrupted run, if there is one. */
    @Override
    public void onStart(TrainingPlan plan, TrainingState state) {
        if (plan.averaging().workers() == 1 || state.history().isEmpty()) {
            return;
        }
        try {
            FileSystem fileSystem = file.getFileSystem(conf);
            if (!fileSystem.exists(file)) {
                return;
            }
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(fileSystem.open(file), StandardCharsets.UTF_8))) {
                for (int epoch = 0; epoch < state.history().size(); epoch++) {
                    String line = lines.readLine();
                    if (line == null) {
                        return;
                    }
                    WorkerFields fields = Json.parse(line, WorkerFields.class, file.toString());
                    if (fields.workerExamplesPerSecond() != null) {
                        workerFields.put(epoch, fields);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    @Override
    public void onWorkerRates(TrainingPlan plan, TrainingState state, WorkerRates ofRound) {
        rates = rates.plus(ofRound);
    }

    @Override
    public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
        if (!rates.workers().isEmpty()) {
            workerFields.put(state.history().size() - 1, WorkerFields.of(rates));
            rates = WorkerRates.NONE;
        }
    }

    @Override
    public void onRoundEnd(TrainingPlan plan, TrainingState state) {
        if (state.history().size() == writtenEpochs) {
            return;
        }
        writtenEpochs = state.history().size();
        try {
            AtomicFile.write(conf, file.toString(), true, out -> write(state.history(), out));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** Writes a history to a stream, which stays open, with the speeds of the workers that this listener has seen. */
    public void write(List<EpochRecord> history, OutputStream out) throws IOException {
        for (int epoch = 0; epoch < history.size(); epoch++) {
            String line = Json.line(history.get(epoch));
            if (workerFields.containsKey(epoch)) {
                String more = Json.line(workerFields.get(epoch));
                line = line.substring(0, line.length() - 1) + "," + more.substring(1);
            }
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
