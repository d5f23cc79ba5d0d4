package io.jointae.sweep.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.sweep.TestGrids;
import io.jointae.sweep.plan.Trial;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialBatchTest {

    private static List<Trial> trials(String schemes, String layers, String more) throws Exception {
        return TestGrids.trials(TestGrids.small("data", schemes, layers, "[0.1, 0.3, 0.5]") + more);
    }

    private static List<Integer> sizes(List<TrialBatch> batches) {
        return batches.stream().map(batch -> batch.trials().size()).toList();
    }

    private static List<Integer> sizes(BatchRequest request, List<Trial> trials, int slots) {
        return sizes(request.batches(trials, slots, Integer.MAX_VALUE));
    }

    @Test
    void trialsThatDifferInNoiseRateInitialWeightsAndSeedFormABatch() throws Exception {
        String more = "seeds: [1, 2]\ninitial-weights: [glorot-logistic, glorot]\n";
        assertThat(sizes(new BatchRequest(100), trials("[J]", "[2]", more), 1)).containsExactly(12);
    }

    @Test
    void otherSchemesDepthsAndKindsFormOtherBatches() throws Exception {
        BatchRequest request = new BatchRequest(100);
        assertThat(sizes(request, trials("[J, UJ]", "[1, 2]", ""), 1)).containsExactly(3, 3, 3, 3);
        String cae = "---\n" + TestGrids.small("data", "[J]", "[2]", "[0.1]").replace("[dae]", "[cae]")
                + "contraction: [0.1, 0.2]\n";
        assertThat(sizes(request, trials("[J]", "[2]", cae), 1)).containsExactly(3, 2);
    }

    @Test
    void anEngineOfAProcessorTrainsEachTrialAloneUnlessThatIsRequested() throws Exception {
        assertThat(sizes(BatchRequest.AUTO, trials("[J]", "[2]", ""), 1)).isEmpty();
        assertThat(sizes(BatchRequest.AUTO, trials("[J]", "[2]", "engine: torch-cpu\n"), 1))
                .isEmpty();
        assertThat(sizes(new BatchRequest(2), trials("[J]", "[2]", "engine: torch-cpu\n"), 1))
                .containsExactly(2);
    }

    @Test
    void aGpuTrainsAsManyTrialsAsAreAlikeAndSeveralGpusShareThem() throws Exception {
        List<Trial> trials = trials("[J]", "[2]", "engine: torch-cuda\nseeds: [1, 2, 3, 4]\n");
        assertThat(sizes(BatchRequest.AUTO, trials, 1)).containsExactly(12);
        assertThat(sizes(BatchRequest.AUTO, trials, 4)).containsExactly(3, 3, 3, 3);
        String seeds = IntStream.rangeClosed(1, 20).boxed().toList().toString();
        assertThat(sizes(BatchRequest.AUTO, trials("[J]", "[2]", "engine: torch-cuda\nseeds: " + seeds + "\n"), 1))
                .containsExactly(30, 30);
    }

    @Test
    void moreTrialsThanABatchHoldsAreDividedEvenly() throws Exception {
        List<Trial> trials = trials("[J]", "[2]", "seeds: [1, 2, 3, 4]\n");
        assertThat(sizes(new BatchRequest(5), trials, 1)).containsExactly(4, 4, 4);
        assertThat(sizes(new BatchRequest(100).batches(trials, 2, 8))).containsExactly(4, 4, 4);
    }

    @Test
    void trialsWithSeveralWorkersTrainAlone() throws Exception {
        assertThat(sizes(new BatchRequest(100), trials("[J]", "[2]", "workers: [2]\n"), 1))
                .isEmpty();
    }

    @Test
    void theSizesOfABatchAreCheckedBeforeTheSweepBegins() {
        assertThat(BatchRequest.of("auto")).isEqualTo(BatchRequest.AUTO);
        assertThat(BatchRequest.of("12")).isEqualTo(new BatchRequest(12));
        for (String text : List.of("0", "-1", "some", "1.5", "")) {
            assertThatThrownBy(() -> BatchRequest.of(text))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("choose auto, or a whole number of 1 or more");
        }
        assertThatThrownBy(() -> new BatchRequest(2).check(List.of(Arithmetic.DEFAULT)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("2 needs an engine of PyTorch's library, and the sweep uses nd4j");
        assertThatCode(() -> new BatchRequest(2).check(List.of(Arithmetic.of(EngineKind.TORCH_CPU))))
                .doesNotThrowAnyException();
        assertThatCode(() -> BatchRequest.AUTO.check(List.of(Arithmetic.DEFAULT)))
                .doesNotThrowAnyException();
    }

    @Test
    void thePlanSaysHowManyTrialsTrainRoundsTogether() throws Exception {
        List<Trial> trials = trials("[J]", "[2]", "seeds: [1, 2, 3, 4]\n");
        List<TrialBatch> batches = new BatchRequest(6).batches(trials, 1, 100);
        assertThat(TrialBatch.describe(batches, 13))
                .isEqualTo("12 of the 13 trials train together, in 2 batches of up to 6.");
        assertThat(TrialBatch.describe(List.of(), 2)).isEqualTo("Each of the 2 trials trains alone.");
    }
}
