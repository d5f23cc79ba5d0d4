package io.jointae.train.listener;

import io.jointae.model.EpochRecord;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Prints how several workers meet and at which learning rate they train, if there are several, and one line per round in
 * which an epoch ended: the epoch, the costs, the examples per second of wall-clock time and the remaining time. For
 * example: {@code rect DAE-2J: epoch 12 of 300, cost 69.47, validation cost 51.74, 3,383 examples per second, 0:58 left}.
 */
public final class ProgressLine implements RunListener {

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private long begin;
    private int epochsBefore;
    private int printedEpochs;

    /** Creates a progress line that is printed to a stream. */
    public ProgressLine(PrintStream out) {
        this(out, System::nanoTime);
    }

    ProgressLine(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    @Override
    public void onStart(TrainingPlan plan, TrainingState state) {
        begin = nanoTime.getAsLong();
        epochsBefore = state.epochsDone(plan);
        printedEpochs = state.history().size();
        if (plan.averaging().workers() > 1 || plan.steps().warmUpSteps() > 0) {
            out.println(PlanSummary.of(plan));
        }
        if (epochsBefore > 0) {
            out.printf("%s: resumed after epoch %d of %d%n", plan.name(), epochsBefore, plan.epochs());
        }
    }

    @Override
    public void onRoundEnd(TrainingPlan plan, TrainingState state) {
        List<EpochRecord> history = state.history();
        if (history.size() == printedEpochs) {
            return;
        }
        printedEpochs = history.size();
        EpochRecord last = history.get(printedEpochs - 1);
        int done = state.epochsDone(plan);
        double elapsed = (nanoTime.getAsLong() - begin) * 1e-9;
        double remaining = elapsed / (done - epochsBefore) * (plan.epochs() - done);
        String phase =
                plan.phases().size() == 1 ? "" : plan.phases().get(last.phase()).name() + ", ";
        out.printf(
                Locale.ROOT,
                "%s: %sepoch %d of %d, cost %.2f%s, %s per second, %s left%n",
                plan.name(),
                phase,
                last.epoch(),
                plan.phases().get(last.phase()).epochs(),
                last.cost(),
                validationCost(history),
                examples(last.examplesPerSecond()),
                format(remaining));
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
