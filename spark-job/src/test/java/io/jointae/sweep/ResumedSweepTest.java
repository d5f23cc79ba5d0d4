package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.model.ModelDirectory;
import io.jointae.results.StoredRow;
import io.jointae.sweep.plan.SweepPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sweep that resumes runs what its results folder lacks. */
class ResumedSweepTest extends SweepFixture {

    @Test
    void storedTrialsAreNotRunAgain() throws Exception {
        SweepPlan small = plan("[J]", "[2]", "[0.5]");
        assertThat(run(small, List::of, false)).isEqualTo(new Sweep.Summary(1, 0, 1, 0));
        List<StoredRow> before = rows();
        assertThatThrownBy(() -> run(small, List::of, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("already has results: set resume to run");
        Sweep.Summary again = run(small, List::of, true);
        assertThat(again.nothingToDo()).isTrue();
        assertThat(rows()).isEqualTo(before);
        assertThat(run(plan("[J]", "[2]", "[0.1, 0.5]"), List::of, true)).isEqualTo(new Sweep.Summary(2, 1, 1, 0));
        assertThat(rows()).containsAll(before).hasSize(4);
    }

    @Test
    void aModelThatWasKeptWithoutParametersIsTrainedAgainForFurtherEvaluations() throws Exception {
        SweepPlan svm = plan("[J]", "[2]", "[0.5]");
        run(svm, List::of, false);
        Path model = out.resolve("models").resolve(svm.trials().get(0).folder());
        String parameters = ModelDirectory.read(CONF, model.toString()).card().parameters();
        Files.delete(model.resolve("network.zip"));
        String small = TestGrids.small(data.toString(), "[J]", "[2]", "[0.5]");
        SweepPlan more = plan(small + "evaluations: [reconstruct, svm]\n");
        assertThat(run(more, List::of, true)).isEqualTo(new Sweep.Summary(1, 0, 1, 0));
        assertThat(ModelDirectory.read(CONF, model.toString()).card().parameters())
                .isEqualTo(parameters);
    }

    @Test
    void otherEpochsOrSvmCostsInTheSameFolderAreMeasuredAgain() throws Exception {
        String small = TestGrids.small(data.toString(), "[J]", "[2]", "[0.5]");
        run(plan(small), List::of, false);
        String longer = small.replace("epochs: 2", "epochs: 3");
        run(plan(longer), List::of, true);
        assertThat(rows())
                .extracting(row -> row.cell().hyperparameters().get("epochs"))
                .containsExactly("2", "2", "3", "3");
        String costs = small + "svm-costs: [1.0]\n";
        assertThat(run(plan(costs), List::of, true).done()).isEqualTo(1);
        assertThat(run(plan(costs), List::of, true).nothingToDo()).isTrue();
        assertThat(run(plan(small), List::of, true).nothingToDo()).isTrue();
        assertThat(rows()).hasSize(6);
    }
}
