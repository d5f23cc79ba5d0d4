package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.stream.Stream;
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

    /** A lone per cent sign makes picocli warn on standard error each time help is asked for. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyDescriptionIsAFormat(String command) {
        CommandLine.Model.CommandSpec spec =
                new CommandLine(Jointae.class).getSubcommands().get(command).getCommandSpec();
        Stream.concat(
                        Stream.of(spec.usageMessage().description()),
                        spec.options().stream().flatMap(option -> Stream.of(option.description())))
                .forEach(description -> assertThatCode(() -> String.format(description.replaceAll("\\$\\{[^}]*}", "")))
                        .as(description)
                        .doesNotThrowAnyException());
    }
}
