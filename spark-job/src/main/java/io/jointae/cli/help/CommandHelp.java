package io.jointae.cli.help;

import io.jointae.train.options.TrainingOption;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help text of a command: a short synopsis with the required options only, and the options grouped under the
 * headings of {@link HelpSection}. An option's first name is shown; its other long names are older spellings, which
 * are accepted but not shown.
 */
public final class CommandHelp extends Help {

    /** The width of every help text in characters. */
    public static final int WIDTH = 96;

    private static final int OPTION_COLUMN = 34;
    private static final int COMMAND_COLUMN = 15;
    private static final int STATUS_COLUMN = 6;

    private static final String[] EXIT_STATUSES = {
        "0:The command succeeded.",
        "1:The command failed.",
        "2:An option or an input is invalid. One line on standard error names it and says what to do."
    };

    CommandHelp(CommandSpec command, ColorScheme colors) {
        super(command, colors);
    }

    /**
     * Gives a command and its subcommands this help text.
     *
     * @return the same command
     */
    public static CommandLine addTo(CommandLine commands) {
        commands.setHelpFactory(CommandHelp::new);
        commands.setUsageHelpWidth(WIDTH);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        completeAll(commands);
        return commands;
    }

    private static void completeAll(CommandLine command) {
        complete(command.getCommandSpec());
        command.getSubcommands().values().forEach(CommandHelp::completeAll);
    }

    /** Adds what every command has: help, version, exit statuses and the headings of the help text. */
    private static void complete(CommandSpec command) {
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Prints this help text.")
                .build());
        command.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Prints the versions of jointae, Spark and Java, the engine and the processor.")
                .build());
        command.versionProvider(new ProgramVersion());
        UsageMessageSpec usage = command.usageMessage();
        boolean hasArguments = command.positionalParameters().stream().anyMatch(parameter -> !parameter.hidden());
        usage.descriptionHeading("%n").parameterListHeading(hasArguments ? heading("Arguments") : "");
        usage.commandListHeading(heading("Commands")).footerHeading(heading("Example"));
        usage.exitCodeListHeading(heading("Exit status"));
        Map<String, String> statuses = new TreeMap<>(UsageMessageSpec.keyValuesMap(EXIT_STATUSES));
        statuses.putAll(usage.exitCodeList());
        usage.exitCodeList(statuses);
    }

    /** Returns a heading as a format of picocli, which shows it bold where there are colors. */
    private static String heading(String title) {
        return "%n@|bold " + title + ":|@%n";
    }

    @Override
    public String synopsis(int headingLength) {
        CommandSpec command = commandSpec();
        if (command.usageMessage().customSynopsis().length > 0) {
            return super.synopsis(headingLength);
        }
        List<String> parts = new ArrayList<>(List.of(command.qualifiedName()));
        visibleParameters().map(CommandHelp::inSynopsis).forEach(parts::add);
        command.options().stream()
                .filter(option -> option.required() && !option.hidden())
                .map(CommandHelp::names)
                .forEach(parts::add);
        parts.add("[OPTIONS]");
        if (!command.subcommands().isEmpty()) {
            parts.add("COMMAND");
        }
        return String.join(" ", parts) + System.lineSeparator();
    }

    @Override
    public String description(Object... values) {
        return Stream.of(commandSpec().usageMessage().description())
                .map(paragraph -> HelpText.paragraph(String.format(paragraph, values), WIDTH))
                .collect(Collectors.joining());
    }

    @Override
    public String parameterList() {
        return visibleParameters()
                .map(parameter -> row(parameter.paramLabel(), OPTION_COLUMN, description(parameter)))
                .collect(Collectors.joining());
    }

    @Override
    public String optionList() {
        Map<HelpSection, List<OptionSpec>> sections = new EnumMap<>(HelpSection.class);
        for (OptionSpec option : commandSpec().options()) {
            if (!option.hidden()) {
                sections.computeIfAbsent(section(option), none -> new ArrayList<>())
                        .add(option);
            }
        }
        StringBuilder text = new StringBuilder();
        sections.forEach((section, options) -> {
            text.append(colorScheme().ansi().string(String.format(heading(section.title()))));
            options.forEach(option -> text.append(row(names(option), OPTION_COLUMN, description(option))));
        });
        return text.toString();
    }

    @Override
    public String commandList() {
        StringBuilder text = new StringBuilder();
        subcommands()
                .forEach((name, help) -> text.append(row(
                        name, COMMAND_COLUMN, help.commandSpec().usageMessage().description()[0])));
        return text.toString();
    }

    @Override
    public String exitCodeList() {
        StringBuilder text = new StringBuilder();
        commandSpec()
                .usageMessage()
                .exitCodeList()
                .forEach((status, meaning) -> text.append(row(status, STATUS_COLUMN, meaning)));
        return text.toString();
    }

    /** Returns the heading of an option; options without one, such as {@code --help}, are general. */
    static HelpSection section(OptionSpec option) {
        if (option.userObject() instanceof TrainingOption training) {
            return HelpSection.of(training.group());
        }
        if (option.userObject() instanceof Field field) {
            ShownUnder own = field.getAnnotation(ShownUnder.class);
            ShownUnder shared = field.getDeclaringClass().getAnnotation(ShownUnder.class);
            return own != null ? own.value() : shared != null ? shared.value() : HelpSection.GENERAL;
        }
        return HelpSection.GENERAL;
    }

    /** Returns the description of an option as it is printed, with its default filled in. */
    public static String description(ArgSpec option) {
        String defaultValue = String.valueOf(option.defaultValue()).replace("%", "%%");
        return String.format(String.join(" ", option.description()).replace("${DEFAULT-VALUE}", defaultValue));
    }

    /** Returns an option as the help text shows it, such as {@code --epochs=N} or {@code -h, --help}. */
    public static String names(OptionSpec option) {
        boolean hasShortName = Stream.of(option.names()).anyMatch(name -> !name.startsWith("--"));
        String names = hasShortName ? String.join(", ", option.names()) : option.names()[0];
        return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
    }

    private static String inSynopsis(PositionalParamSpec parameter) {
        String repeated = parameter.arity().max() > 1 ? parameter.paramLabel() + "..." : parameter.paramLabel();
        return parameter.arity().min() == 0 ? "[" + repeated + "]" : repeated;
    }

    private Stream<PositionalParamSpec> visibleParameters() {
        return commandSpec().positionalParameters().stream().filter(parameter -> !parameter.hidden());
    }

    private static String row(String label, int labelWidth, String text) {
        return HelpText.row(label, labelWidth, text, WIDTH);
    }
}
