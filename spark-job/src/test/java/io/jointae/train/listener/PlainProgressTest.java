package io.jointae.train.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlainProgressTest {

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PlainProgress progress = new PlainProgress(
            new PrintStream(bytes, true, StandardCharsets.UTF_8), Duration.ofSeconds(10), nanoTime::get);

    private void afterSeconds(double seconds, String run, String text, boolean phaseEnded) {
        nanoTime.addAndGet(Math.round(seconds * 1e9));
        progress.progress(new RunProgress(run, text, 0.5, phaseEnded));
    }

    @Test
    void aLogHasTheFirstEpochTheEndsOfPhasesAndALineEveryTenSeconds() {
        afterSeconds(0, "a", "a 1", false);
        afterSeconds(4, "a", "a 2", false);
        afterSeconds(0, "b", "b 1", false);
        afterSeconds(7, "a", "a 3", false);
        afterSeconds(2, "b", "b 2", false);
        afterSeconds(0, "a", "a 4", true);
        afterSeconds(1, "b", "b 3", false);

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly("a 1", "b 1", "a 3", "a 4", "b 3");
    }
}
