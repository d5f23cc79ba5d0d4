package io.jointae.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.train.listener.RunProgress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replays the bytes that a terminal receives, and checks the lines that a person then sees. */
class StatusStreamTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StatusStream stream = StatusStream.on(bytes, new Terminal(true, false));

    /** Returns the lines on the screen after all that was written; the last one is that of the cursor. */
    private List<String> screen() {
        List<String> lines = new ArrayList<>(List.of(""));
        String text =
                bytes.toString(StandardCharsets.UTF_8).replace("\u001b[?7l", "").replace("\u001b[?7h", "");
        for (String piece : text.split("(?<=\n)|(?=\r\u001b\\[2K)|(?<=\r\u001b\\[2K)")) {
            int last = lines.size() - 1;
            if (piece.equals("\r\u001b[2K")) {
                lines.set(last, "");
            } else {
                lines.set(last, lines.get(last) + piece.replace("\n", ""));
                if (piece.endsWith("\n")) {
                    lines.add("");
                }
            }
        }
        return lines;
    }

    @Test
    void theStatusLineStaysBelowEveryOtherLine() {
        stream.println("first");
        stream.status("50 %");
        stream.println("a warning of a library");
        stream.status("60 %");

        assertThat(screen()).containsExactly("first", "a warning of a library", "60 %");
    }

    @Test
    void aLineThatIsPrintedInPiecesIsNotInterrupted() {
        stream.status("1 %");
        stream.print("one ");
        stream.status("2 %");
        stream.print("line\n");

        assertThat(screen()).containsExactly("one line", "2 %");
    }

    @Test
    void anEmptyStatusLeavesNoTrace() {
        stream.status("1 %");
        stream.status("");
        stream.println("done");

        assertThat(screen()).containsExactly("done", "");
    }

    @Test
    void oneBarShowsAllRunsAndTheEndsOfPhasesStay() {
        ProgressBar bar = new ProgressBar(stream, true);
        bar.progress(new RunProgress("a", "a: epoch 1 of 2", 0.5, false));
        bar.progress(new RunProgress("b", "b: epoch 1 of 4", 0.25, false));
        assertThat(screen()).containsExactly("[#########---------------]  37 % a: epoch 1 of 2; b: epoch 1 of 4");

        bar.progress(new RunProgress("a", "a: epoch 2 of 2", 1, true));
        bar.ended("a");
        assertThat(screen()).containsExactly("a: epoch 2 of 2", "[######------------------]  25 % b: epoch 1 of 4");

        bar.ended("b");
        assertThat(screen()).containsExactly("a: epoch 2 of 2", "");
    }

    @Test
    void theBarHasColorsOnlyWhereTheTerminalShowsThem() {
        RunProgress half = new RunProgress("a", "a", 0.5, false);
        new ProgressBar(stream, true).progress(half);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b[32m");

        new ProgressBar(StatusStream.on(bytes, new Terminal(true, true)), true).progress(half);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("[\u001b[32m############\u001b[0m-");
    }
}
