package io.jointae.train.listener;

import io.jointae.model.EpochRecord;
import io.jointae.stack.InitialWeights;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says how several workers meet and at which learning rate they train, if there are several, and describes in one line
 * each round in which an epoch ended: the epoch, the costs, the examples per second of wall-clock time and the remaining
 * time. For example: {@code rect DAE-2J: epoch 12 of 300, cost 69.47, validation cost 51.74, 3,383 examples per second,
 * 0:58 left}.
 */
public final class ProgressLine implements RunListener {

    private final ProgressView view;
    private final LongSupplier nanoTime;
    private long begin;
    private int epochsBefore;
    private int shownEpochs;

    /** Creates a progress line that is printed to a stream after every round in which an epoch ended. */
    public ProgressLine(PrintStream out) {
        this(out, System::nanoTime);
    }

    /** Creates a progress line that a view shows. */
    public ProgressLine(ProgressView view) {
        this(view, System::nanoTime);
    }

    ProgressLine(PrintStream out, LongSupplier nanoTime) {
        this(new PlainProgress(out, Duration.ZERO, nanoTime), nanoTime);
    }

    private ProgressLine(ProgressView view, LongSupplier nanoTime) {
        this.view = view;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onStart(TrainingPlan plan, TrainingState state) {
        begin = nanoTime.getAsLong();
        epochsBefore = state.epochsDone(plan);
        shownEpochs = state.history().size();
        if (plan.averaging().workers() > 1
                || plan.steps().warmUpSteps() > 0
                || plan.initialWeights() != InitialWeights.DEFAULT) {
            view.line(PlanSummary.of(plan));
        }
        if (epochsBefore > 0) {
            view.line(String.format("%s: resumed after epoch %d of %d", plan.name(), epochsBefore, plan.epochs()));
        }
    }

    @Override
    public void onRoundEnd(TrainingPlan plan, TrainingState state) {
        List<EpochRecord> history = state.history();
        if (history.size() == shownEpochs) {
            return;
        }
        shownEpochs = history.size();
        EpochRecord last = history.get(shownEpochs - 1);
        Phase phase = plan.phases().get(last.phase());
        int done = state.epochsDone(plan);
        double elapsed = (nanoTime.getAsLong() - begin) * 1e-9;
        double remaining = elapsed / (done - epochsBefore) * (plan.epochs() - done);
        String text = String.format(
                Locale.ROOT,
                "%s: %sepoch %d of %d, cost %.2f%s, %s per second, %s left",
                plan.name(),
                plan.phases().size() == 1 ? "" : phase.name() + ", ",
                last.epoch(),
                phase.epochs(),
                last.cost(),
                validationCost(history),
                examples(last.examplesPerSecond()),
                format(remaining));
        view.progress(
                new RunProgress(plan.name(), text, (double) done / plan.epochs(), last.epoch() == phase.epochs()));
    }

    @Override
    public void onPause(TrainingPlan plan, TrainingState state) {
        view.ended(plan.name());
    }

    @Override
    public void onFailure(TrainingPlan plan) {
        view.ended(plan.name());
    }

    @Override
    public void onFinish(TrainingPlan plan, TrainingState state) {
        view.ended(plan.name());
    }

    private static String validationCost(List<EpochRecord> history) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).valid() != null) {
                return String.format(
                        Locale.ROOT, ", validation cost %.2f", history.get(i).valid());
            }
        }
        return "";
    }

    private static String examples(double count) {
        String rounded = String.format(Locale.ROOT, "%,.0f", count);
        return rounded + (rounded.equals("1") ? " example" : " examples");
    }

    private static String format(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        return duration.toHours() > 0
                ? String.format("%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart())
                : String.format("%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}
