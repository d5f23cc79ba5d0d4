package io.jointae.sweep.tracking;

import io.jointae.model.EpochRecord;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;

/**
 * The training runs of one MLflow experiment. The options become parameters, and the results of each epoch become metrics
 * with the epoch as step. No method waits for the server, and none throws if it fails.
 */
final class MlflowRuns implements AutoCloseable {

    /** The timeout of one call. */
    private static final long CALL_TIMEOUT_MILLIS = 30_000;

    /** How long the end of a command may wait for the server. */
    private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

    /** MLflow accepts at most 1,000 metrics per request. */
    private static final int BATCH = 1000;

    private final String experiment;
    private final MlflowCalls calls;
    /** The identifiers of the runs that the server has not ended. Only the thread that makes the calls adds and removes. */
    private final Map<TrackedRun, String> runs = new ConcurrentHashMap<>();

    /** The ends of runs that the server has not received. */
    private final Map<TrackedRun, RunEnd> ends = new ConcurrentHashMap<>();

    /** How a run ended. */
    private record RunEnd(RunStatus status, List<Metric> metrics, List<RunTag> tags, long millis) {}

    private String experimentId;

    /**
     * A training run on the server.
     *
     * @param name the name that the server shows
     * @param params the options of the run
     * @param tags what leads back to the data and the model
     */
    record TrackedRun(String name, SortedMap<String, String> params, SortedMap<String, String> tags) {}

    /** The times that calls may take, in milliseconds: one call, and all remaining calls at the end. */
    record Timeouts(long call, long close) {

        /** The usual times. */
        static final Timeouts USUAL = new Timeouts(CALL_TIMEOUT_MILLIS, CLOSE_TIMEOUT_MILLIS);
    }

    /**
     * Connects to a server.
     *
     * @param uri the address of the server, {@code http://...} or {@code https://...}
     * @param experiment the name of the experiment, which is created if it does not exist
     * @param work the noun for what goes on without the server, for example {@code sweep}
     * @param warnings receives one line if the server fails
     */
    MlflowRuns(String uri, String experiment, String work, PrintStream warnings, Timeouts timeouts) {
        this.experiment = experiment;
        this.calls = new MlflowCalls(() -> new MlflowClient(uri), uri, work, warnings, timeouts);
    }

    /** Returns a listener that sends the epochs of a run, which the server shows as running from now on. */
    RunListener listener(TrackedRun run) {
        calls.add(client -> run(client, run));
        return new EpochMetrics(run);
    }

    /**
     * Ends a run.
     *
     * @param metrics what was measured after the last epoch
     * @param tags further tags
     */
    void end(TrackedRun run, RunStatus status, List<Metric> metrics, List<RunTag> tags) {
        RunEnd end = new RunEnd(status, metrics, tags, System.currentTimeMillis());
        ends.put(run, end);
        calls.add(client -> end(client, run, end));
    }

    private void end(MlflowClient client, TrackedRun run, RunEnd end) {
        String id = run(client, run);
        client.logBatch(id, end.metrics(), List.of(), end.tags());
        client.setTerminated(id, end.status(), end.millis());
        ends.remove(run);
        runs.remove(run);
    }

    /**
     * Ends the runs that the server still shows as running: those whose end was lost while the server did not answer, and
     * those that did not end. If the server does not answer either, a line names the runs.
     */
    @Override
    public void close() {
        calls.close(client -> {
            Map.copyOf(ends).forEach((run, end) -> end(client, run, end));
            long now = System.currentTimeMillis();
            Map.copyOf(runs).forEach((run, id) -> {
                client.setTerminated(id, RunStatus.KILLED, now);
                runs.remove(run);
            });
        });
        if (!runs.isEmpty()) {
            calls.report(String.format(
                    "The following runs of the experiment %s have ended, but the server keeps them as RUNNING: %s.",
                    experiment, String.join(", ", new TreeSet<>(runs.values()))));
        }
    }

    /** Returns the identifier of a run on the server, and creates the run if there is none yet. */
    private String run(MlflowClient client, TrackedRun run) {
        if (experimentId == null) {
            // The client would log a warning about an unknown name, and a search finds nothing without one.
            experimentId = client.searchExperiments("name = " + quoted(experiment)).getItems().stream()
                    .findFirst()
                    .map(Experiment::getExperimentId)
                    .orElseGet(() -> client.createExperiment(experiment));
        }
        String known = runs.get(run);
        if (known != null) {
            return known;
        }
        String created = client.createRun(CreateRun.newBuilder()
                        .setExperimentId(experimentId)
                        .setRunName(run.name())
                        .setStartTime(System.currentTimeMillis())
                        .build())
                .getRunId();
        List<Param> params = run.params().entrySet().stream()
                .map(option -> Param.newBuilder()
                        .setKey(option.getKey())
                        .setValue(option.getValue())
                        .build())
                .toList();
        List<RunTag> tags = run.tags().entrySet().stream()
                .map(each -> tag(each.getKey(), each.getValue()))
                .toList();
        client.logBatch(created, List.of(), params, tags);
        runs.put(run, created);
        return created;
    }

    /** Returns a text as MLflow's search takes it. */
    private static String quoted(String text) {
        return text.contains("'") ? '"' + text + '"' : "'" + text + "'";
    }

    static RunTag tag(String key, String value) {
        return RunTag.newBuilder().setKey(key).setValue(value).build();
    }

    static Metric metric(String name, double value, long timestamp, long step) {
        return Metric.newBuilder()
                .setKey(name)
                .setValue(value)
                .setTimestamp(timestamp)
                .setStep(step)
                .build();
    }

    /** Collects the metrics of the epochs of a round and sends them in one request. */
    private final class EpochMetrics implements RunListener {
        private final TrackedRun tracked;
        private final List<Metric> pending = new ArrayList<>();

        EpochMetrics(TrackedRun tracked) {
            this.tracked = tracked;
        }

        @Override
        public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
            int step = plan.epochsBefore(record.phase()) + record.epoch();
            add("cost", record.cost(), step);
            add("train.reconstruction", record.train(), step);
            add("valid.reconstruction", record.valid(), step);
            add("examples-per-second", record.examplesPerSecond(), step);
            add("step-examples-per-second", record.stepExamplesPerSecond(), step);
        }

        private void add(String name, Double value, int step) {
            if (value != null && Double.isFinite(value)) {
                pending.add(metric(name, value, System.currentTimeMillis(), step));
            }
        }

        @Override
        public void onRoundEnd(TrainingPlan plan, TrainingState state) {
            for (int from = 0; from < pending.size(); from += BATCH) {
                List<Metric> batch = List.copyOf(pending.subList(from, Math.min(pending.size(), from + BATCH)));
                calls.add(client -> client.logBatch(run(client, tracked), batch, List.of(), List.of()));
            }
            pending.clear();
        }
    }
}
