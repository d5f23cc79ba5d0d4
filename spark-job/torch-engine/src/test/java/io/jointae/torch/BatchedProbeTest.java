package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.bench.probe.BatchedProbe;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import org.junit.jupiter.api.Test;

/** The benchmark of batched trials measures the same steps in a batch and alone. */
class BatchedProbeTest {

    @Test
    void theFirstTrialHasTheSameParametersInTheBatchAndAlone() {
        Architecture architecture =
                Architecture.paper(11, 2, LayerSpec.plain(7).withCorruption(Corruption.gaussian(0.5)));
        try (BatchedProbe probe = new BatchedProbe(
                architecture, TorchFixtures.examples(30, 11), 5, 4, 3, Arithmetic.of(EngineKind.TORCH_CPU))) {
            float[] initial = probe.parametersAlone();
            probe.runTogether();
            probe.runAlone();
            assertThat(probe.parametersTogether())
                    .isEqualTo(probe.parametersAlone())
                    .isNotEqualTo(initial);
        }
    }
}
