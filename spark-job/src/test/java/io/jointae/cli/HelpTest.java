package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    static Set<String> commands() {
        return new CommandLine(Jointae.class).getSubcommands().keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandTakesHelpAndSaysWhatItDoes(String command) {
        CommandLine line = new CommandLine(Jointae.class).setCaseInsensitiveEnumValuesAllowed(true);
        StringWriter words = new StringWriter();
        line.setOut(new PrintWriter(words));
        assertThat(line.execute(command, "--help")).isZero();
        String description = line.getSubcommands()
                .get(command)
                .getCommandSpec()
                .usageMessage()
                .description()[0];
        assertThat(description)
                .isNotEqualTo(line.getCommandSpec().usageMessage().description()[0]);
        assertThat(words.toString())
                .startsWith("Usage: jointae " + command)
                .contains("--help")
                .contains(description.substring(0, 20));
    }
}
