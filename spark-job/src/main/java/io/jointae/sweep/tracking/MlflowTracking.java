package io.jointae.sweep.tracking;

import io.jointae.model.EpochRecord;
import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.sweep.TrialRunner;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * Records trials as runs of an MLflow experiment that has the name of the sweep. The training options become parameters,
 * the results of each epoch become metrics with the epoch as step, the measured cells become metrics, and tags lead back
 * to the store. A trial that a later sweep continues becomes a new run.
 */
public final class MlflowTracking implements TrialTracking {

    /** The timeout of one call. */
    private static final long CALL_TIMEOUT_MILLIS = 30_000;

    /** How long the end of a sweep may wait for the server. */
    private static final long CLOSE_TIMEOUT_MILLIS = 10_000;

    /** MLflow accepts at most 1,000 metrics per request. */
    private static final int BATCH = 1000;

    private final String experiment;
    private final MlflowCalls calls;
    /** The identifiers of the runs that the server has not ended. Only the thread that makes the calls adds and removes. */
    private final Map<Trial, String> runs = new ConcurrentHashMap<>();

    /** The ends of trials that the server has not received. */
    private final Map<Trial, TrialEnd> ends = new ConcurrentHashMap<>();

    /** How a trial ended. */
    private record TrialEnd(RunStatus status, List<Metric> metrics, List<RunTag> tags, long millis) {}

    private String experimentId;

    /**
     * Connects to a server with the usual timeouts.
     *
     * @param uri the address of the server, {@code http://...} or {@code https://...}
     * @param experiment the name of the experiment, which is created if it does not exist
     * @param warnings receives one line if the server fails
     */
    public MlflowTracking(String uri, String experiment, PrintStream warnings) {
        this(uri, experiment, warnings, CALL_TIMEOUT_MILLIS, CLOSE_TIMEOUT_MILLIS);
    }

    /**
     * Connects to a server.
     *
     * @param uri the address of the server, {@code http://...} or {@code https://...}
     * @param experiment the name of the experiment, which is created if it does not exist
     * @param warnings receives one line if the server fails
     * @param callTimeoutMillis the time that one call may take
     * @param closeTimeoutMillis the time that {@link #close} waits for the remaining calls
     */
    public MlflowTracking(
            String uri, String experiment, PrintStream warnings, long callTimeoutMillis, long closeTimeoutMillis) {
        this.experiment = experiment;
        this.calls = new MlflowCalls(() -> new MlflowClient(uri), uri, warnings, callTimeoutMillis, closeTimeoutMillis);
    }

    @Override
    public RunListener listener(Trial trial) {
        calls.add(client -> run(client, trial));
        return new EpochMetrics(trial);
    }

    @Override
    public void onTrialEnd(Trial trial, List<StoredRow> rows) {
        long now = System.currentTimeMillis();
        RunStatus status = rows.stream().allMatch(StoredRow::measured)
                ? RunStatus.FINISHED
                : rows.get(0).pruned() ? RunStatus.KILLED : RunStatus.FAILED;
        List<Metric> metrics = rows.stream()
                .filter(StoredRow::measured)
                .map(StoredRow::result)
                .map(row -> metric(name(row), row.value(), now, 0))
                .toList();
        List<RunTag> tags = new ArrayList<>();
        rows.stream()
                .filter(row -> !row.measured())
                .limit(1)
                .forEach(row -> tags.add(tag("jointae.reason", row.failure())));
        if (rows.stream().anyMatch(StoredRow::diverged)) {
            tags.add(tag("jointae.diverged", "true"));
        }
        if (rows.stream().anyMatch(StoredRow::collapsed)) {
            tags.add(tag("jointae.collapsed", "true"));
        }
        TrialEnd end = new TrialEnd(status, metrics, tags, now);
        ends.put(trial, end);
        calls.add(client -> end(client, trial, end));
    }

    private void end(MlflowClient client, Trial trial, TrialEnd end) {
        String run = run(client, trial);
        client.logBatch(run, end.metrics(), List.of(), end.tags());
        client.setTerminated(run, end.status(), end.millis());
        ends.remove(trial);
        runs.remove(trial);
    }

    /**
     * Ends the runs that the server still shows as running: those whose end was lost while the server did not answer, and
     * those of trials that did not end. If the server does not answer either, a line names the runs.
     */
    @Override
    public void close() {
        calls.close(client -> {
            Map.copyOf(ends).forEach((trial, end) -> end(client, trial, end));
            long now = System.currentTimeMillis();
            Map.copyOf(runs).forEach((trial, run) -> {
                client.setTerminated(run, RunStatus.KILLED, now);
                runs.remove(trial);
            });
        });
        if (!runs.isEmpty()) {
            calls.report(String.format(
                    "The following runs of the experiment %s have ended, but the server keeps them as RUNNING: %s.",
                    experiment, String.join(", ", new TreeSet<>(runs.values()))));
        }
    }

    /** Returns the identifier of the trial's run, and creates the run if there is none yet. */
    private String run(MlflowClient client, Trial trial) {
        if (experimentId == null) {
            // The client would log a warning about an unknown name, and a search finds nothing without one.
            experimentId = client.searchExperiments("name = " + quoted(experiment)).getItems().stream()
                    .findFirst()
                    .map(Experiment::getExperimentId)
                    .orElseGet(() -> client.createExperiment(experiment));
        }
        String known = runs.get(trial);
        if (known != null) {
            return known;
        }
        String created = client.createRun(CreateRun.newBuilder()
                        .setExperimentId(experimentId)
                        .setRunName(trial.describe())
                        .setStartTime(System.currentTimeMillis())
                        .build())
                .getRunId();
        List<Param> params = trial.options().toMap().entrySet().stream()
                .map(option -> Param.newBuilder()
                        .setKey(option.getKey())
                        .setValue(option.getValue())
                        .build())
                .toList();
        List<RunTag> tags = List.of(
                tag("jointae.dataset", trial.data().name()),
                tag("jointae.data-hash", trial.data().hash()),
                tag("jointae.data-origin", trial.data().origin().id()),
                tag("jointae.model", trial.options().modelName()),
                tag("jointae.run", TrialRunner.MODELS + "/" + trial.folder()));
        client.logBatch(created, List.of(), params, tags);
        runs.put(trial, created);
        return created;
    }

    /** Returns a text as MLflow's search takes it. */
    private static String quoted(String text) {
        return text.contains("'") ? '"' + text + '"' : "'" + text + "'";
    }

    /** Returns the name of a metric, such as {@code test.svm-error-percent}. */
    private static String name(ResultRow row) {
        return row.cell().split() + "." + row.cell().metric();
    }

    private static RunTag tag(String key, String value) {
        return RunTag.newBuilder().setKey(key).setValue(value).build();
    }

    private static Metric metric(String name, double value, long timestamp, long step) {
        return Metric.newBuilder()
                .setKey(name)
                .setValue(value)
                .setTimestamp(timestamp)
                .setStep(step)
                .build();
    }

    /** Collects the metrics of the epochs of a round and sends them in one request. */
    private final class EpochMetrics implements RunListener {
        private final Trial trial;
        private final List<Metric> pending = new ArrayList<>();

        EpochMetrics(Trial trial) {
            this.trial = trial;
        }

        @Override
        public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
            int step = plan.phases().subList(0, record.phase()).stream()
                            .mapToInt(Phase::epochs)
                            .sum()
                    + record.epoch();
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
                calls.add(client -> client.logBatch(run(client, trial), batch, List.of(), List.of()));
            }
            pending.clear();
        }
    }
}
