package io.jointae.train.watch;

import io.jointae.model.EpochRecord;
import io.jointae.statistics.CodeStatistics;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.plan.WorkerRates;
import java.util.List;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerEvent;

/** Posts the progress of one run to Spark's listeners, and adds the tab to the pages of the driver before the first one. */
public final class RunWatch implements RunListener {

    private final SparkContext context;
    private final String model;
    private WatchedRun run;
    private WorkerRates rates = WorkerRates.NONE;

    /**
     * Creates the watch of a run.
     *
     * @param model the path of the model, the last part of which the tab shows; for the stage of a pipeline, its identifier
     */
    public RunWatch(SparkContext context, String model) {
        this.context = context;
        this.model = shownName(model);
    }

    @Override
    public void onStart(TrainingPlan plan, TrainingState state) {
        TrainingTab.addTo(context);
        String id = String.format(
                "%015d %s", System.currentTimeMillis(), UUID.randomUUID().toString());
        List<String> phases = plan.phases().stream().map(Phase::name).toList();
        List<Integer> epochs = plan.phases().stream().map(Phase::epochs).toList();
        run = new WatchedRun(id, plan.name(), model, phases, epochs, WatchedRun.Status.RUNNING, List.of());
        post(new TrainingRunEvent(run));
        for (EpochRecord before : state.history()) {
            post(plan, before, WorkerRates.NONE);
        }
    }

    @Override
    public void onWorkerRates(TrainingPlan plan, TrainingState state, WorkerRates ofRound) {
        rates = rates.plus(ofRound);
    }

    @Override
    public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
        post(plan, record, rates);
        rates = WorkerRates.NONE;
    }

    @Override
    public void onPause(TrainingPlan plan, TrainingState state) {
        end(WatchedRun.Status.PAUSED);
    }

    @Override
    public void onFinish(TrainingPlan plan, TrainingState state) {
        end(WatchedRun.Status.FINISHED);
    }

    @Override
    public void onFailure(TrainingPlan plan) {
        if (run != null) {
            end(WatchedRun.Status.FAILED);
        }
    }

    /** Adds the effective ranks of the codes to this run, which has ended. */
    public void measured(CodeStatistics codes) {
        run = run.with(ranks(codes));
        post(new TrainingRunEvent(run));
    }

    /**
     * Adds the effective ranks of a model's codes, which the evaluations of a sweep measure, to the latest run of this
     * application that trained the model.
     *
     * @param model the path of the model
     */
    public static void measured(SparkContext context, String model, CodeStatistics codes) {
        context.listenerBus().post(new TrainingCodesEvent(shownName(model), ranks(codes)));
    }

    private static List<Double> ranks(CodeStatistics codes) {
        return codes.layers().stream().map(CodeStatistics.Layer::effectiveRank).toList();
    }

    private static String shownName(String model) {
        return model.replaceFirst("/+$", "").replaceFirst(".*/", "");
    }

    private void end(WatchedRun.Status status) {
        run = run.with(status);
        post(new TrainingRunEvent(run));
    }

    private void post(TrainingPlan plan, EpochRecord record, WorkerRates ofEpoch) {
        int number = plan.epochsBefore(record.phase()) + record.epoch();
        post(new TrainingEpochEvent(WatchedEpoch.of(run.id(), number, record, ofEpoch)));
    }

    private void post(SparkListenerEvent event) {
        context.listenerBus().post(event);
    }
}
