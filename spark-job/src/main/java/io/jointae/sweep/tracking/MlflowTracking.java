package io.jointae.sweep.tracking;

import io.jointae.results.ResultRow;
import io.jointae.results.StoredRow;
import io.jointae.sweep.TrialRunner;
import io.jointae.sweep.plan.Trial;
import io.jointae.sweep.tracking.MlflowRuns.TrackedRun;
import io.jointae.train.listener.RunListener;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;

/**
 * Records trials as runs of an MLflow experiment that has the name of the sweep. The training options become parameters,
 * the results of each epoch become metrics with the epoch as step, the measured cells become metrics, and tags lead back
 * to the store. A trial that a later sweep continues becomes a new run.
 */
public final class MlflowTracking implements TrialTracking {

    private final MlflowRuns runs;

    /**
     * Connects to a server with the usual timeouts.
     *
     * @param uri the address of the server, {@code http://...} or {@code https://...}
     * @param experiment the name of the experiment, which is created if it does not exist
     * @param warnings receives one line if the server fails
     */
    public MlflowTracking(String uri, String experiment, PrintStream warnings) {
        this(uri, experiment, warnings, MlflowRuns.Timeouts.USUAL);
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
        this(uri, experiment, warnings, new MlflowRuns.Timeouts(callTimeoutMillis, closeTimeoutMillis));
    }

    private MlflowTracking(String uri, String experiment, PrintStream warnings, MlflowRuns.Timeouts timeouts) {
        this.runs = new MlflowRuns(uri, experiment, "sweep", warnings, timeouts);
    }

    private static TrackedRun tracked(Trial trial) {
        return new TrackedRun(
                trial.describe(),
                trial.options().toMap(),
                new TreeMap<>(Map.of(
                        "jointae.dataset", trial.data().name(),
                        "jointae.data-hash", trial.data().hash(),
                        "jointae.data-origin", trial.data().origin().id(),
                        "jointae.model", trial.options().modelName(),
                        "jointae.run", TrialRunner.MODELS + "/" + trial.folder())));
    }

    @Override
    public RunListener listener(Trial trial) {
        return runs.listener(tracked(trial));
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
                .map(row -> MlflowRuns.metric(name(row), row.value(), now, 0))
                .toList();
        List<RunTag> tags = new ArrayList<>();
        rows.stream()
                .filter(row -> !row.measured())
                .limit(1)
                .forEach(row -> tags.add(MlflowRuns.tag("jointae.reason", row.failure())));
        if (rows.stream().anyMatch(StoredRow::diverged)) {
            tags.add(MlflowRuns.tag("jointae.diverged", "true"));
        }
        if (rows.stream().anyMatch(StoredRow::collapsed)) {
            tags.add(MlflowRuns.tag("jointae.collapsed", "true"));
        }
        runs.end(tracked(trial), status, metrics, tags);
    }

    @Override
    public void close() {
        runs.close();
    }

    /** Returns the name of a metric, such as {@code test.svm-error-percent}. */
    private static String name(ResultRow row) {
        return row.cell().split() + "." + row.cell().metric();
    }
}
