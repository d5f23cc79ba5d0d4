package io.jointae.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.train.plan.WorkerRate;
import io.jointae.train.plan.WorkerRates;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StragglerWatchTest {

    /** Returns a round in which each worker trained for one second on host {@code h0}, {@code h1} and so on. */
    private static WorkerRates round(long... examples) {
        List<WorkerRate> rates = new ArrayList<>();
        for (int k = 0; k < examples.length; k++) {
            rates.add(new WorkerRate(k, "" + k, "h" + k, examples[k], 1));
        }
        return new WorkerRates(rates);
    }

    private static List<String> afterRounds(StragglerWatch watch, int rounds, WorkerRates rates) {
        List<String> warnings = new ArrayList<>();
        for (int r = 0; r < rounds; r++) {
            warnings.addAll(watch.afterRound(rates));
        }
        return warnings;
    }

    @Test
    void aWorkerThatIsSlowForSeveralRoundsIsNamedWithItsHost() {
        StragglerWatch watch = new StragglerWatch("bars");

        assertThat(afterRounds(watch, StragglerWatch.ROUNDS - 1, round(1000, 1010, 600)))
                .isEmpty();
        assertThat(watch.afterRound(round(1000, 1010, 600)))
                .singleElement()
                .asString()
                .contains("bars: worker 2 on executor 2 of host h2 trains on 600", "median worker trains on 1,000");
    }

    @Test
    void aLastingStragglerIsReportedAgainAfterTwiceAsManyRounds() {
        StragglerWatch watch = new StragglerWatch("bars");

        assertThat(afterRounds(watch, 8 * StragglerWatch.ROUNDS, round(100, 1000, 1000)))
                .hasSize(4);
    }

    @Test
    void aRoundAtNormalSpeedStartsTheCountAgain() {
        StragglerWatch watch = new StragglerWatch("bars");
        afterRounds(watch, StragglerWatch.ROUNDS - 1, round(1000, 1000, 600));
        watch.afterRound(round(1000, 1000, 900));

        assertThat(afterRounds(watch, StragglerWatch.ROUNDS - 1, round(1000, 1000, 600)))
                .isEmpty();
    }

    @Test
    void workersOfNearlyEqualSpeedWorkersWithoutExamplesAndASingleWorkerAreNotReported() {
        StragglerWatch watch = new StragglerWatch("bars");

        assertThat(afterRounds(watch, 20, round(1000, 1010, 700))).isEmpty();
        assertThat(afterRounds(watch, 20, round(1000, 1010, 0))).isEmpty();
        assertThat(afterRounds(watch, 20, round(1000))).isEmpty();
        assertThat(StragglerWatch.slowest(round(1000))).isEmpty();
        assertThat(StragglerWatch.slowest(round(1000, 990, 980)))
                .isEqualTo("; slowest worker: 2 on h2, 980 of 990 examples per second");
    }
}
