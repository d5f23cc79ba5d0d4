package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.model.EpochRecord;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A trial that fails is tried again and does not stop the others. */
class FailingTrialsTest extends SweepFixture {

    /** Throws in the first epoch of those attempts to train scheme J that the predicate selects, counted from 1. */
    private static Supplier<List<RunListener>> breaking(IntPredicate attempts) {
        AtomicInteger attempt = new AtomicInteger();
        return () -> List.of(new RunListener() {
            @Override
            public void onEpochEnd(TrainingPlan plan, TrainingState state, EpochRecord record) {
                if (plan.name().endsWith("J") && record.epoch() == 1 && attempts.test(attempt.incrementAndGet())) {
                    throw new IllegalStateException("the machine room is on fire");
                }
            }
        });
    }

    @Test
    void aTrialThatFailsOnceIsRetried() throws Exception {
        SweepPlan plan = plan("[J]", "[2]", "[0.5]");
        assertThat(run(plan, breaking(attempt -> attempt == 1), false)).isEqualTo(new Sweep.Summary(1, 0, 1, 0));
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("attempt 1 failed", "machine room", "trial 1 of 1 finished: bars DAE-2J");
    }

    @Test
    void aTrialThatFailsTwiceIsStoredWithItsReasonAndTheSweepContinues() throws Exception {
        SweepPlan plan = plan("[J, L]", "[2]", "[0.5]");
        assertThat(run(plan, breaking(attempt -> true), false)).isEqualTo(new Sweep.Summary(2, 0, 1, 1));
        assertThat(rows().stream().filter(row -> !row.measured()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.cell().model().name()).isEqualTo("DAE-2J");
                    assertThat(row.cell().metric().id()).isEqualTo("svm-error-percent");
                    assertThat(row.failure()).contains("the machine room is on fire");
                });
        assertThat(rows().stream().filter(StoredRow::measured))
                .extracting(row -> row.cell().model().name())
                .containsExactly("DAE-2L", "DAE-2L");
        assertThat(run(plan, List::of, true)).isEqualTo(new Sweep.Summary(2, 1, 1, 0));
    }
}
