package io.jointae.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jointae.sweep.TestGrids;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedPrefixGroupTest {

    private static final double RATIO = 1e-9;

    private static List<SharedPrefixGroup> groups(String schemes, String layers, String noise) throws Exception {
        return SharedPrefixGroup.of(TestGrids.trials(TestGrids.small("data", schemes, layers, noise)));
    }

    private static List<String> names(SharedPrefixGroup group) {
        return group.trials().stream()
                .map(trial -> trial.options().modelName()
                        + (trial.evaluation().evaluations().isEmpty() ? " shared prefix" : ""))
                .toList();
    }

    @Test
    void layerwiseSchemesOfOneSettingFormOneGroupWithShallowStacksAndSchemeLFirst() throws Exception {
        List<SharedPrefixGroup> groups = groups("[UJ, J, U, L]", "[3, 2]", "[0.5]");
        assertThat(groups).hasSize(3);
        assertThat(groups.stream().map(SharedPrefixGroupTest::names))
                .containsExactlyInAnyOrder(
                        List.of("DAE-2L", "DAE-2UJ", "DAE-2U", "DAE-3L", "DAE-3UJ", "DAE-3U"),
                        List.of("DAE-2J"),
                        List.of("DAE-3J"));
    }

    @Test
    void otherSettingsFormOtherGroups() throws Exception {
        assertThat(groups("[L, U]", "[2]", "[0.1, 0.5]")).hasSize(2);
    }

    @Test
    void aSharedPrefixIsTrainedOnceEvenIfItIsNotATrial() throws Exception {
        assertThat(groups("[U, UJ]", "[2]", "[0.5]"))
                .singleElement()
                .satisfies(
                        group -> assertThat(names(group)).containsExactly("DAE-2L shared prefix", "DAE-2U", "DAE-2UJ"));
        assertThat(groups("[U]", "[2, 3]", "[0.5]"))
                .singleElement()
                .satisfies(
                        group -> assertThat(names(group)).containsExactly("DAE-2L shared prefix", "DAE-2U", "DAE-3U"));
        assertThat(groups("[U]", "[2]", "[0.5]"))
                .singleElement()
                .satisfies(group -> assertThat(names(group)).containsExactly("DAE-2U"));
    }

    @Test
    void multiplyAddsCountASharedPhaseOnce() throws Exception {
        // 20 inputs, layers of 8, 1,000 rows, 2 epochs per phase.
        double first = 2 * 1000 * 5 * 20 * 8;
        double second = 2 * 1000 * (20 * 8 + 5 * 8 * 8);
        double joint = 2 * 1000 * (5 * 20 * 8 + 6 * 8 * 8);
        SharedPrefixGroup group = groups("[L, U, UJ]", "[2]", "[0.5]").get(0);
        assertThat(group.multiplyAdds()).isCloseTo(first + second + 2 * joint, within(RATIO * joint));
        double alone =
                group.trials().stream().mapToDouble(TrainingWork::unshared).sum();
        assertThat(alone - group.multiplyAdds()).isCloseTo(2 * (first + second), within(RATIO * joint));
        assertThat(groups("[U, UJ]", "[2]", "[0.5]").get(0).multiplyAdds())
                .isCloseTo(group.multiplyAdds(), within(RATIO * joint));
        assertThat(groups("[J]", "[2]", "[0.5]").get(0).multiplyAdds()).isCloseTo(joint, within(RATIO * joint));
    }

    @Test
    void modelsThatDifferInAnyOptionHaveDifferentFolders() throws Exception {
        String small = TestGrids.small("data", "[J]", "[2]", "[0.5]");
        List<Trial> trials = TestGrids.trials(small + "---\n" + small.replace("epochs: 2", "epochs: 3"));
        assertThat(trials.get(0).describe()).isEqualTo(trials.get(1).describe());
        assertThat(trials.get(0).folder()).isNotEqualTo(trials.get(1).folder());
    }
}
