package io.jointae.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.cli.Jointae;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class OptionNamesTest {

    @ParameterizedTest
    @CsvSource({
        "train, learning-rate, --learning-rate",
        "prepare, rowsPerFile, --rows-per-file",
        "prepare, rows-per-file, --rows-per-file",
        "sweep, learning-rate, learning-rate"
    })
    void aFieldIsShownAsAnOptionOnlyWhereTheCommandHasIt(String command, String field, String shown) {
        CommandSpec spec =
                new CommandLine(Jointae.class).getSubcommands().get(command).getCommandSpec();
        assertThat(OptionNames.optionOf(spec, field)).isEqualTo(shown);
    }
}
