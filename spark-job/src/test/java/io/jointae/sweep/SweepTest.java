package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Split;
import io.jointae.results.Metric;
import io.jointae.results.Procedure;
import io.jointae.results.StoredRow;
import io.jointae.results.choice.Choice;
import io.jointae.results.choice.Selection;
import io.jointae.results.kept.BlockMeans;
import io.jointae.results.kept.WrongRows;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.sweep.plan.Trial;
import io.jointae.train.watch.TrainingCodesEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.junit.jupiter.api.Test;

/** A sweep measures its trials, keeps what the report shows, and repeats the chosen settings. */
class SweepTest extends SweepFixture {

    @Test
    void theBestModelOfEachSchemeHasPicturesAndEachSvmCellHasItsWrongRows() throws Exception {
        SweepPlan plan = plan("[L, J]", "[2]", "[0.5]");
        run(plan, List::of, false);
        for (Trial trial : plan.trials()) {
            for (String picture : List.of("filters.png", "reconstructions.png", "samples.png")) {
                Path file = out.resolve("models").resolve(trial.folder()).resolve(picture);
                assertThat(ImageIO.read(file.toFile())).as(file.toString()).isNotNull();
            }
        }
        List<StoredRow> test = rows().stream()
                .filter(row ->
                        row.cell().split() == Split.TEST && row.cell().metric().is(Metric.SVM_ERROR))
                .toList();
        assertThat(test).hasSize(2);
        for (StoredRow row : test) {
            WrongRows wrong = WrongRows.find(CONF, out.toString(), row.key()).orElseThrow();
            WrongRows none = WrongRows.of("none", wrong.rows(), new long[] {});
            assertThat(100.0 * wrong.wrongOnlyHere(none) / wrong.rows())
                    .isEqualTo(row.result().value());
        }
    }

    @Test
    void theTrainingTabReceivesTheRanksOfTheCodesOfEveryTrial() throws Exception {
        Map<String, List<Double>> ranks = new ConcurrentHashMap<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onOtherEvent(SparkListenerEvent event) {
                if (event instanceof TrainingCodesEvent codes) {
                    ranks.put(codes.model(), codes.ranks());
                }
            }
        };
        SweepPlan plan = plan("[J, L]", "[2]", "[0.5]");
        spark.sparkContext().addSparkListener(listener);
        try {
            run(plan, List::of, false);
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }

        assertThat(ranks).hasSize(2);
        for (Trial trial : plan.trials()) {
            assertThat(ranks.get(trial.folder()))
                    .as(trial.describe())
                    .hasSize(2)
                    .allMatch(rank -> rank > 1);
        }
    }

    @Test
    void aTrialOfTwoGridsRunsOnceWithTheEvaluationsOfBoth() throws Exception {
        String svm = TestGrids.small(data.toString(), "[J]", "[2]", "[0.5]");
        SweepPlan plan = plan(svm + "---\n" + svm + "evaluations: [reconstruct, svm]\n");
        assertThat(plan.trials())
                .singleElement()
                .satisfies(trial -> assertThat(trial.evaluation().evaluations()).containsExactly("svm", "reconstruct"));
        assertThatThrownBy(() -> plan(svm + "---\n" + svm + "svm-costs: [1.0]\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("svm-costs");
    }

    @Test
    void theChosenSettingAloneGetsFurtherSeeds() throws Exception {
        SweepPlan plan = plan("[J]", "[2]", "[0.1, 0.5, 0.9]");
        run(plan, List::of, false);
        Choice before = new Selection(rows())
                .best(
                        rows().stream()
                                .filter(row -> row.cell().split() == Split.TEST)
                                .toList(),
                        Metric.SVM_ERROR.metricName())
                .orElseThrow();
        assertThat(FurtherSeeds.most(plan, 3)).isEqualTo(2);
        SweepPlan further = FurtherSeeds.of(plan, rows(), 3);
        assertThat(further.trials()).extracting(trial -> trial.options().seed()).containsExactly(2L, 3L);
        assertThat(run(further, List::of, true)).isEqualTo(new Sweep.Summary(2, 0, 2, 0));
        List<StoredRow> tests =
                rows().stream().filter(row -> row.cell().split() == Split.TEST).toList();
        Choice after =
                new Selection(rows()).best(tests, Metric.SVM_ERROR.metricName()).orElseThrow();
        assertThat(after.setting().options()).isEqualTo(before.setting().options());
        assertThat(after.setting().seeds()).containsExactly(1L, 2L, 3L);
        assertThat(after.counts().compared()).isEqualTo(3);
        assertThat(tests).hasSize(5);
        assertThat(FurtherSeeds.of(plan, rows(), 3).trials()).isEmpty();
    }

    @Test
    void everyEvaluationIsMeasuredAndNotRunAgain() throws Exception {
        SweepPlan plan = plan(TestGrids.small(data.toString(), "[J]", "[2]", "[0.5]")
                + "evaluations: [finetune, parzen, reconstruct]\nparzen-samples: 50\n"
                + "finetune-epochs: 3\nfinetune-patience: 2\n");
        assertThat(run(plan, List::of, false)).isEqualTo(new Sweep.Summary(1, 0, 1, 0));
        assertThat(rows())
                .extracting(row -> row.cell().metric().id())
                .containsOnly("finetune-error-percent", "log-likelihood", "cross-entropy", "denoising-cross-entropy");
        for (StoredRow row : rows()) {
            Split split = row.cell().split();
            boolean classifier = row.cell().metric().is(Metric.FINETUNE_ERROR);
            assertThat(row.result().measurement().validationLoss().isPresent()).isEqualTo(classifier);
            assertThat(row.result().measurement().codes().layers()).hasSize(2);
            assertThat(row.procedure()).isEqualTo(Procedure.PLAIN);
            assertThat(WrongRows.find(CONF, out.toString(), row.key()).isPresent())
                    .isEqualTo(classifier && split == Split.TEST);
            assertThat(BlockMeans.find(CONF, out.toString(), row.key()).isPresent())
                    .as(row.cell().metric() + " " + split)
                    .isEqualTo(!classifier && split != Split.VALID);
        }
        assertThat(run(plan, List::of, true).nothingToDo()).isTrue();
    }
}
