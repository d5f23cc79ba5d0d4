package io.jointae.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {

    private static final String TYPE = "TERM";

    @TempDir
    Path folder;

    @Test
    void aTerminalShowsColorsUnlessTheUserDeclinesThem() {
        Map<String, String> xterm = Map.of(TYPE, "xterm-256color");

        assertThat(Terminal.of(true, xterm)).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of(true, Map.of(TYPE, "xterm", "NO_COLOR", "1"))).isEqualTo(new Terminal(true, false));
        assertThat(Terminal.of(true, Map.of(TYPE, "xterm", "NO_COLOR", ""))).isEqualTo(new Terminal(true, true));
        assertThat(Terminal.of(false, xterm)).isEqualTo(new Terminal(false, false));
    }

    @Test
    void aDumbTerminalAndAContinuousBuildCountAsLogs() {
        assertThat(Terminal.of(true, Map.of(TYPE, "dumb")).interactive()).isFalse();
        assertThat(Terminal.of(true, Map.of()).interactive()).isFalse();
        assertThat(Terminal.of(true, Map.of(TYPE, "xterm", "CI", "true")).interactive())
                .isFalse();
    }

    @Test
    void aStreamIsATerminalIfItsDeviceIsOne() throws IOException {
        assertThat(Terminal.isTerminal(link("/dev/pts/3"))).isTrue();
        assertThat(Terminal.isTerminal(link("/dev/tty1"))).isTrue();
        assertThat(Terminal.isTerminal(link("pipe:[4711]"))).isFalse();
        assertThat(Terminal.isTerminal(link("/var/log/train.log"))).isFalse();
        assertThat(Terminal.isTerminal(link("/dev/null"))).isFalse();
    }

    private Path link(String target) throws IOException {
        Path link = folder.resolve("fd");
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, Path.of(target));
    }
}
