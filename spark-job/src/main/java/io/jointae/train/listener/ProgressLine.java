package io.jointae.train.listener;

import io.jointae.model.EpochRecord;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One line a round, for people: epoch, cost, examples a second, time left. */
public final class ProgressLine implements RunListener {

    private final PrintStream out;
    private long begin;
    private int doneBefore;
    private int shown;

    public ProgressLine(PrintStream out) {
        this.out = out;
    }

    @Override
    public void started(TrainingPlan plan, TrainingState state) {
        begin = System.nanoTime();
        doneBefore = state.epochsDone(plan);
        shown = state.history().size();
        if (doneBefore > 0) {
            out.printf("%s: resumed after epoch %d of %d%n", plan.name(), doneBefore, plan.epochs());
        }
    }

    @Override
    public void round(TrainingPlan plan, TrainingState state) {
        List<EpochRecord> history = state.history();
        if (history.size() == shown) {
            return;
        }
        shown = history.size();
        EpochRecord last = history.get(shown - 1);
        int done = state.epochsDone(plan);
        double elapsed = (System.nanoTime() - begin) * 1e-9;
        double left = elapsed / (done - doneBefore) * (plan.epochs() - done);
        String phase =
                plan.phases().size() == 1 ? "" : plan.phases().get(last.phase()).name() + ", ";
        out.printf(
                Locale.ROOT,
                "%s: %sepoch %d of %d, cost %.2f%s, %,.0f examples/s, %s left%n",
                plan.name(),
                phase,
                last.epoch(),
                plan.phases().get(last.phase()).epochs(),
                last.cost(),
                valid(history),
                last.examplesPerSecond(),
                clock(left));
    }

    private static String valid(List<EpochRecord> history) {
        for (int i = history.size() - 1; i >= 0; i--) {
            if (history.get(i).valid() != null) {
                return String.format(Locale.ROOT, ", valid %.2f", history.get(i).valid());
            }
        }
        return "";
    }

    private static String clock(double seconds) {
        Duration left = Duration.ofSeconds(Math.round(seconds));
        return left.toHours() > 0
                ? String.format("%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart())
                : String.format("%d:%02d", left.toMinutes(), left.toSecondsPart());
    }
}
