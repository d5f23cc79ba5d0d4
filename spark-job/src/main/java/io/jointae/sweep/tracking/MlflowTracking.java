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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;

/**
 * Trials as runs of an MLflow experiment that has the sweep's name: options as parameters, what each epoch gave
 * with the epoch as step, the measured cells as metrics, and tags that lead back to the store. A trial that a
 * later sweep goes on with is a new run there.
 */
public final class MlflowTracking implements TrialTracking {

    /** Of a call: nobody waits for it. */
    private static final long PATIENCE_MILLIS = 30_000;

    /** At the end of the sweep. */
    private static final long CLOSING_MILLIS = 10_000;

    /** MLflow takes 1,000 metrics a request. */
    private static final int BATCH = 1000;

    private final String experiment;
    private final MlflowCalls calls;
    /** Of the thread that makes the calls alone. */
    private final Map<Trial, String> runs = new HashMap<>();

    private String experimentId;

    /**
     * @param uri {@code http://...} or {@code https://...}
     * @param experiment made where it is not there
     * @param words where a failure is said
     * @throws io.jointae.base.InvalidInputException if the address is of another kind
     */
    public MlflowTracking(String uri, String experiment, PrintStream words) {
        this(uri, experiment, words, PATIENCE_MILLIS, CLOSING_MILLIS);
    }

    public MlflowTracking(String uri, String experiment, PrintStream words, long patienceMillis, long closingMillis) {
        this.experiment = experiment;
        this.calls = new MlflowCalls(() -> new MlflowClient(uri), uri, words, patienceMillis, closingMillis);
    }

    @Override
    public RunListener listener(Trial trial) {
        calls.add(client -> run(client, trial));
        return new Epochs(trial);
    }

    @Override
    public void ends(Trial trial, List<StoredRow> rows) {
        long now = System.currentTimeMillis();
        RunStatus status = rows.stream().allMatch(StoredRow::measured)
                ? RunStatus.FINISHED
                : rows.get(0).pruned() ? RunStatus.KILLED : RunStatus.FAILED;
        List<Metric> metrics = rows.stream()
                .filter(StoredRow::measured)
                .map(StoredRow::result)
                .map(row -> metric(name(row), row.value(), now, 0))
                .toList();
        List<RunTag> tags = rows.stream()
                .filter(row -> !row.measured())
                .limit(1)
                .map(row -> tag("jointae.reason", row.failure()))
                .toList();
        calls.add(client -> {
            String run = run(client, trial);
            client.logBatch(run, metrics, List.of(), tags);
            client.setTerminated(run, status, now);
            runs.remove(trial);
        });
    }

    @Override
    public void close() {
        calls.close();
    }

    /** The trial's run, made where there is none yet. */
    private String run(MlflowClient client, Trial trial) {
        if (experimentId == null) {
            experimentId = client.getExperimentByName(experiment)
                    .map(known -> known.getExperimentId())
                    .orElseGet(() -> client.createExperiment(experiment));
        }
        String known = runs.get(trial);
        if (known != null) {
            return known;
        }
        String made = client.createRun(CreateRun.newBuilder()
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
        client.logBatch(made, List.of(), params, tags);
        runs.put(trial, made);
        return made;
    }

    /** Such as {@code test.svm-error-percent}. */
    private static String name(ResultRow row) {
        return row.cell().split() + "." + row.cell().metric();
    }

    private static RunTag tag(String key, String value) {
        return RunTag.newBuilder().setKey(key).setValue(value).build();
    }

    private static Metric metric(String name, double value, long at, long step) {
        return Metric.newBuilder()
                .setKey(name)
                .setValue(value)
                .setTimestamp(at)
                .setStep(step)
                .build();
    }

    /** Gathers a round's epochs into one request. */
    private final class Epochs implements RunListener {
        private final Trial trial;
        private final List<Metric> gathered = new ArrayList<>();

        Epochs(Trial trial) {
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
        }

        private void add(String name, Double value, int step) {
            if (value != null && Double.isFinite(value)) {
                gathered.add(metric(name, value, System.currentTimeMillis(), step));
            }
        }

        @Override
        public void onRoundEnd(TrainingPlan plan, TrainingState state) {
            for (int from = 0; from < gathered.size(); from += BATCH) {
                List<Metric> batch = List.copyOf(gathered.subList(from, Math.min(gathered.size(), from + BATCH)));
                calls.add(client -> client.logBatch(run(client, trial), batch, List.of(), List.of()));
            }
            gathered.clear();
        }
    }
}
