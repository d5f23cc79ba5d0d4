package io.jointae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.model.EpochRecord;
import io.jointae.model.Networks;
import io.jointae.stack.StackModel;
import io.jointae.stack.Updater;
import io.jointae.testing.Bars;
import io.jointae.testing.TestSessions;
import io.jointae.train.averaging.AveragingMaster;
import io.jointae.train.averaging.AveragingRuns;
import io.jointae.train.listener.Checkpoints;
import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is interrupted after any round resumes to the same parameters and history, bit for bit. */
class ResumeTest {

    private static final int WIDTH = 20;
    private static final SortedMap<String, String> OPTIONS = new TreeMap<>(java.util.Map.of("seed", "11"));

    @TempDir
    java.nio.file.Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Throws at the end of a given round. Listeners that follow it in the list do not see the end of that round. */
    private static final class Interrupt implements RunListener {
        private int remainingRounds;

        Interrupt(int rounds) {
            remainingRounds = rounds;
        }

        @Override
        public void onRoundEnd(TrainingPlan plan, TrainingState state) {
            if (--remainingRounds == 0) {
                throw new Interrupted();
            }
        }
    }

    private record Ended(float[] parameters, List<EpochRecord> history) {}

    /** Returns a plan of three phases with two epochs each. With several workers, each epoch has two rounds. */
    private static TrainingPlan plan(Averaging averaging) {
        TrainingPlan plan = AveragingRuns.plan(Scheme.UJ, 2, Updater.RMSPROP, 10, averaging, true);
        return new TrainingPlan(
                plan.name(), plan.architecture(), Scheme.UJ.phases(2, 2, 0.05), plan.steps(), averaging, 2);
    }

    private static Ended run(TrainingPlan plan, TrainingState start, RunListener... given) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int workers = plan.averaging().workers();
        List<EpochRecord> history = new ArrayList<>();
        List<RunListener> listeners = new ArrayList<>(List.of(given));
        listeners.add(new RunListener() {
            @Override
            public void onFinish(TrainingPlan done, TrainingState state) {
                // The throughput differs between two equal runs.
                state.history().forEach(r -> history.add(r.withoutRates()));
            }
        });
        MultiLayerNetwork network = Networks.toNetwork(
                new StackModel(plan.architecture(), start.parameters()), plan.lastUpdaters(), plan.seed());
        AveragingMaster master = new AveragingMaster(
                plan,
                TrainingFixtures.dealt(context, Bars.rows(30, WIDTH, 2), workers),
                start,
                listeners,
                // Each round has one epoch.
                0);
        MultiLayerNetwork trained = new SparkDl4jMultiLayer(context, network, master)
                .fit(TrainingFixtures.dealt(context, Bars.rows(60, WIDTH, 1), workers));
        return new Ended(trained.params().toFloatVector(), history);
    }

    private Checkpoints checkpoints(String run) throws IOException {
        return new Checkpoints(new Configuration(), new Path(folder.resolve(run).toUri()), OPTIONS, 0);
    }

    private static TrainingState from(Optional<TrainingState> stored, TrainingPlan plan) {
        return stored.orElse(TrainingState.initial(plan));
    }

    private void assertEveryInterruptionResumes(Averaging averaging, int rounds, boolean stored) throws IOException {
        TrainingPlan plan = plan(averaging);
        Ended whole = run(plan, TrainingState.initial(plan));
        for (int after = 1; after <= rounds; after++) {
            String run = averaging.state() + "-" + averaging.outer().rule() + "-" + averaging.workers() + "-" + stored
                    + "-" + after;
            Checkpoints first = checkpoints(run);
            Interrupt interrupt = new Interrupt(after);
            RunListener[] listeners =
                    stored ? new RunListener[] {first, interrupt} : new RunListener[] {interrupt, first};
            assertThatThrownBy(() -> run(plan, TrainingState.initial(plan), listeners))
                    .isInstanceOf(Interrupted.class);
            Checkpoints second = checkpoints(run);
            Ended resumed = run(plan, from(second.latest(), plan), second);
            assertThat(resumed.parameters()).as("after round %d", after).isEqualTo(whole.parameters());
            assertThat(resumed.history()).as("after round %d", after).isEqualTo(whole.history());
        }
        // The plan has no more rounds than those tested above.
        run(plan, TrainingState.initial(plan), new Interrupt(rounds + 1));
    }

    @Test
    void oneWorkerResumesAfterAnyStoredRound() throws IOException {
        assertEveryInterruptionResumes(Averaging.SINGLE, 6, true);
    }

    @Test
    void oneWorkerResumesAfterAnyRoundThatWasNotStored() throws IOException {
        assertEveryInterruptionResumes(Averaging.SINGLE, 6, false);
    }

    @Test
    void twoWorkersResumeAfterAnyStoredRound() throws IOException {
        assertEveryInterruptionResumes(new Averaging(2, 2, Averaging.State.AVERAGE), 12, true);
    }

    @Test
    void twoWorkersThatKeepTheirStateResumeAfterAnyStoredRound() throws IOException {
        assertEveryInterruptionResumes(new Averaging(2, 2, Averaging.State.KEEP), 12, true);
    }

    @Test
    void twoWorkersWithAnOuterOptimizerResumeAfterAnyStoredRound() throws IOException {
        for (OuterOptimizer.Rule rule : List.of(OuterOptimizer.Rule.MOMENTUM, OuterOptimizer.Rule.NESTEROV)) {
            OuterOptimizer outer = new OuterOptimizer(rule, 0.7, 0.9);
            assertEveryInterruptionResumes(new Averaging(2, 2, Averaging.State.AVERAGE, outer), 12, true);
        }
    }

    @Test
    void aRunInterruptedAfterEveryRoundEndsWithTheSameNumbers() throws IOException {
        for (Averaging averaging : List.of(Averaging.SINGLE, new Averaging(2, 2, Averaging.State.KEEP))) {
            TrainingPlan plan = plan(averaging);
            Ended whole = run(plan, TrainingState.initial(plan));
            String run = "every-" + averaging.workers();
            Ended ended = null;
            for (int tries = 0; ended == null; tries++) {
                assertThat(tries).isLessThan(20);
                Checkpoints checkpoints = checkpoints(run);
                try {
                    ended = run(plan, from(checkpoints.latest(), plan), checkpoints, new Interrupt(1));
                } catch (Interrupted again) {
                    continue;
                }
            }
            assertThat(ended.parameters()).isEqualTo(whole.parameters());
            assertThat(ended.history()).isEqualTo(whole.history());
        }
    }
}
