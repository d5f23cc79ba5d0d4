package io.jointae.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.base.Json;
import io.jointae.model.EpochRecord;
import io.jointae.stack.Updater;
import io.jointae.train.averaging.AveragingRuns;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import io.jointae.train.plan.WorkerRate;
import io.jointae.train.plan.WorkerRates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {

    @TempDir
    Path folder;

    private final TrainingPlan plan =
            AveragingRuns.plan(Scheme.J, 1, Updater.SGD, 10, new Averaging(2, 5, Averaging.State.AVERAGE), true);

    private MetricsFile file() {
        return new MetricsFile(new Configuration(), new org.apache.hadoop.fs.Path(folder.toUri()));
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve(MetricsFile.NAME));
    }

    private static WorkerRates rates(double firstSeconds, double secondSeconds) {
        return new WorkerRates(List.of(
                new WorkerRate(0, "0", "one", 100, firstSeconds), new WorkerRate(1, "1", "two", 100, secondSeconds)));
    }

    private static TrainingState after(int epochs) {
        List<EpochRecord> history = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            history.add(EpochRecord.unevaluated(0, epoch, 1.0 / epoch, 100));
        }
        return TrainingState.atPhaseStart(0, new float[] {1}, history);
    }

    private void epoch(MetricsFile file, int epoch, WorkerRates... rounds) {
        TrainingState state = after(epoch);
        for (WorkerRates rates : rounds) {
            file.onWorkerRates(plan, state, rates);
        }
        file.onEpochEnd(plan, state, state.history().get(epoch - 1));
        file.onRoundEnd(plan, state);
    }

    @Test
    void everyEpochHasTheSpeedOfEachWorkerAlsoAfterAnInterruption() throws IOException {
        MetricsFile first = file();
        first.onStart(plan, after(0));
        epoch(first, 1, rates(1, 1), rates(1, 3));
        epoch(first, 2, rates(2, 1));
        MetricsFile resumed = file();
        resumed.onStart(plan, after(2));
        epoch(resumed, 3, rates(1, 1));

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0))
                .contains("\"workerExamplesPerSecond\":[100.0,50.0]", "\"slowestWorkerHost\":\"two\"");
        assertThat(lines().get(1))
                .contains("\"workerExamplesPerSecond\":[50.0,100.0]", "\"slowestWorkerHost\":\"one\"");
        assertThat(lines().get(2)).contains("\"workerExamplesPerSecond\":[100.0,100.0]");
    }

    @Test
    void aLineWithoutSpeedsOfWorkersIsTheRecordOfItsEpoch() throws IOException {
        epoch(file(), 1);

        assertThat(Json.parse(lines().get(0), EpochRecord.class, "line"))
                .isEqualTo(after(1).history().get(0));
    }
}
