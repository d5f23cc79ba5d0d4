package io.jointae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.cli.help.CommandHelp;
import io.jointae.train.options.TrainingOption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Every help text has the same form and is written in whole sentences. */
class HelpTest {

    private static final CommandLine PROGRAM = Jointae.commandLine();

    /** A summary stands on one line of the list of commands. */
    private static final int SUMMARY_WIDTH = CommandHelp.WIDTH - 15;

    /** A capital letter or an option, one or more sentences, and a period. */
    private static final String SENTENCES = "(?s)[A-Z].*[.]";

    /** A default is the last sentence of a description: a value or words without a period, and then a period. */
    private static final String DEFAULT_SENTENCE = "(?s).*[.] Default: \\S.*[.]|Default: \\S.*[.]";

    private static final String PLACEHOLDER = "[A-Z][A-Za-z0-9_]*([.,x\\[\\]]+[A-Za-z0-9_.]*)*";

    /** Turns of phrase of older texts, which readers had to guess at. */
    private static final List<String> UNCLEAR = List.of(
            "(default",
            "default is",
            "Of each",
            "At most so many",
            "so-many",
            "the mend",
            "mend ",
            " words",
            "is no more",
            "what is there",
            "of that",
            " a layer,",
            "one a ",
            "a core",
            "a second",
            "a step,",
            "told",
            "at hand",
            "beside",
            "made from nothing",
            "side by side",
            "optimiser",
            "colour",
            "grey",
            "normalis",
            "hopeless");

    /** Returns the names of all commands; that of a command below another one follows the other's name. */
    static Set<String> commands() {
        Set<String> names = new TreeSet<>();
        PROGRAM.getSubcommands().forEach((name, command) -> {
            names.add(name);
            command.getSubcommands().keySet().forEach(below -> names.add(name + " " + below));
        });
        return names;
    }

    private static CommandSpec spec(String command) {
        CommandLine line = PROGRAM;
        for (String name : command.split(" ")) {
            line = line.getSubcommands().get(name);
        }
        return line.getCommandSpec();
    }

    private static Stream<ArgSpec> visible(CommandSpec command) {
        return Stream.concat(
                command.options().stream().filter(option -> !option.hidden()),
                command.positionalParameters().stream().filter(parameter -> !parameter.hidden()));
    }

    private static String name(ArgSpec option) {
        return option instanceof OptionSpec named
                ? CommandHelp.names(named)
                : ((PositionalParamSpec) option).paramLabel();
    }

    private static String help(String... command) {
        StringWriter text = new StringWriter();
        CommandLine program = Jointae.commandLine().setOut(new PrintWriter(text));
        String[] arguments = Stream.concat(
                        Stream.of(command).flatMap(names -> Stream.of(names.split(" "))), Stream.of("--help"))
                .toArray(String[]::new);
        assertThat(program.execute(arguments)).isZero();
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandHasASummaryADescriptionAnExampleAndExitStatuses(String command) {
        UsageMessageSpec usage = spec(command).usageMessage();
        String summary = usage.description()[0];
        assertThat(summary).matches("[A-Z][^.]*([.]json[^.]*)?[.]").hasSizeLessThanOrEqualTo(SUMMARY_WIDTH);
        for (String paragraph : usage.description()) {
            assertThat(paragraph).matches(SENTENCES + "|");
        }
        assertThat(usage.description()).hasSizeGreaterThan(2);
        assertThat(usage.footer()).isNotEmpty();
        assertThat(usage.footer()[0]).startsWith("  deploy/submit " + command + " ");
        assertThat(usage.exitCodeList()).containsKeys("0", "1", "2");
        assertThat(usage.exitCodeList().values()).allMatch(meaning -> meaning.matches(SENTENCES));
        assertThat(help(command))
                .startsWith("Usage: jointae " + command)
                .contains(summary, "Exit status:", "Example:", "--help", "--version");
        int below = command.indexOf(' ');
        assertThat(below < 0 ? help() : help(command.substring(0, below))).contains(summary);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anOptionHasAPlaceholderWholeSentencesAndItsDefaultAtTheEnd(String command) {
        SoftAssertions each = new SoftAssertions();
        visible(spec(command)).forEach(option -> {
            String description = CommandHelp.description(option);
            each.assertThat(description).as(name(option)).matches(SENTENCES).doesNotContain("${", "  ");
            if (option.arity().max() > 0) {
                each.assertThat(option.paramLabel()).as(name(option)).matches(PLACEHOLDER);
            }
            String defaultValue = option.defaultValue();
            if (defaultValue != null && !defaultValue.equals(",")) {
                each.assertThat(description).as(name(option)).endsWith(" Default: " + defaultValue + ".");
            }
            if (description.contains("efault:")) {
                each.assertThat(description).as(name(option)).matches(DEFAULT_SENTENCE);
            }
        });
        each.assertAll();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aHelpTextFitsTheTerminalAndHasNoUnclearPhrase(String command) {
        String help = help(command);
        assertThat(help.lines()).allMatch(line -> line.length() <= CommandHelp.WIDTH && !line.endsWith(" "));
        assertThat(help.replaceAll("\\s+", " ")).doesNotContain(UNCLEAR.toArray(String[]::new));
    }

    @Test
    void theProgramsOwnHelpListsEveryCommand() {
        assertThat(help())
                .contains(PROGRAM.getSubcommands().keySet())
                .contains("Exit status:")
                .doesNotContain(UNCLEAR.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "train, --optimizer-state, --optimiser-state",
        "finetune, --optimizer, --optimiser",
        "score, --invalid-rows, --bad-rows",
        "prepare, --skip-invalid, --skip-bad"
    })
    void anOlderSpellingSetsTheSameOptionButIsNotShown(String command, String name, String older) {
        assertThat(spec(command).findOption(older)).isSameAs(spec(command).findOption(name));
        assertThat(help(command)).contains(name).doesNotContain(older);
    }

    @Test
    void trainHasAFlagForEveryTrainingOption() {
        Set<TrainingOption> shown = new TreeSet<>();
        for (OptionSpec option : spec("train").options()) {
            if (option.userObject() instanceof TrainingOption training) {
                shown.add(training);
            }
        }
        assertThat(shown).containsExactly(TrainingOption.values());
    }
}
