package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SweepProgressTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final SweepProgress progress =
            new SweepProgress(new PrintStream(printed, true, StandardCharsets.UTF_8), 12);

    @Test
    void aChangedNumberOfTrialsIsPrintedOnceAndNotAgainInTheSameSecond() {
        assertThat(progress.slots(2)).isEqualTo(2);
        assertThat(progress.slots(2)).isEqualTo(2);
        assertThat(progress.slots(4)).isEqualTo(4);
        assertThat(progress.slots(8)).isEqualTo(8);
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "The sweep runs up to 2 trials at a time.",
                        "The executors have changed: the sweep now runs up to 4 trials at a time.");
    }

    @Test
    void aRemarkIsPrintedOnce() {
        progress.remark("The memory of the driver holds 2 trials at a time.");
        progress.remark("The memory of the driver holds 2 trials at a time.");
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }
}
