package io.jointae.sweep.tracking;

import io.jointae.base.TrackingAddress;
import io.jointae.data.Manifest;
import io.jointae.model.EpochRecord;
import io.jointae.sweep.tracking.MlflowRuns.TrackedRun;
import io.jointae.train.TrainingRun;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mlflow.api.proto.Service.RunStatus;

/**
 * Records one training run in MLflow, with the same metrics per epoch as a trial of a sweep. The experiment has the name of
 * the dataset.
 */
public final class TrainingTracking implements RunListener, AutoCloseable {

    private final MlflowRuns runs;
    private final TrackedRun tracked;
    private final RunListener epochs;

    /**
     * Connects to a server, and makes it show the run as running.
     *
     * @param uri the address of the server, {@code http://...} or {@code https://...}
     * @param warnings receives one line if the server fails
     */
    public TrainingTracking(String uri, TrainingRun run, Manifest data, PrintStream warnings) {
        runs = new MlflowRuns(uri, data.name(), "training", warnings, MlflowRuns.Timeouts.USUAL);
        tracked = new TrackedRun(
                data.name() + " " + run.options().modelName(),
                run.options().toMap(),
                new TreeMap<>(Map.of(
                        "jointae.dataset", data.name(),
                        "jointae.data-hash", data.hash(),
                        "jointae.model", run.options().modelName(),
                        "jointae.run", run.model())));
        epochs = runs.listener(tracked);
    }

    /**
     * Returns the server of a run: the requested one, or else the one of the environment variable {@code
     * MLFLOW_TRACKING_URI}, if that names a server.
     *
     * @param requested the address that the user requested; null for none
     * @param environment the value of the environment variable; null for none
     * @throws io.jointae.base.InvalidInputException if the requested address is not the address of a server
     */
    public static Optional<String> server(String requested, String environment) {
        if (requested != null) {
            TrackingAddress.check(requested);
            return Optional.of(requested);
        }
        return Optional.ofNullable(environment).filter(TrackingAddress::isServer);
    }

    @Override
    public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
        epochs.onEpochEnd(plan, state, record);
    }

    @Override
    public void onRoundEnd(TrainingPlan plan, TrainingState state) {
        epochs.onRoundEnd(plan, state);
    }

    @Override
    public void onFinish(TrainingPlan plan, TrainingState state) {
        runs.end(tracked, RunStatus.FINISHED, List.of(), List.of());
    }

    @Override
    public void onFailure(TrainingPlan plan) {
        runs.end(tracked, RunStatus.FAILED, List.of(), List.of());
    }

    /** Waits a few seconds for what has not been sent yet. A run that has not ended then counts as killed. */
    @Override
    public void close() {
        runs.close();
    }
}
