package io.jointae.cli.help;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong with the arguments of a command and how to correct them. */
public final class ParserMessages {

    private static final Pattern VALUE_OF_FLAG = Pattern.compile("option '(\\S+)'.* should be specified without .*");

    private ParserMessages() {}

    /**
     * Returns the message about arguments that the parser refused. A misspelled option is named rather than the
     * required option that is missing because of it.
     *
     * @param invalid the exception of the parser, or of a command that checks its own arguments
     */
    public static String describe(ParameterException invalid) {
        CommandLine command = invalid.getCommandLine();
        List<String> unknown = command.getUnmatchedArguments();
        if (!unknown.isEmpty()
                && (invalid instanceof UnmatchedArgumentException || invalid instanceof MissingParameterException)) {
            return describeUnknown(command, unknown);
        }
        if (invalid instanceof MissingParameterException missing) {
            return describeMissing(command, missing);
        }
        if (invalid instanceof OverwrittenOptionException repeated) {
            return name(repeated.getOverwritten()) + " is given more than once: give it once.";
        }
        if (invalid.getMessage().equals("Missing required subcommand")) {
            return "A command is missing." + help(command.getCommandSpec());
        }
        return invalid.getArgSpec() == null
                ? describeOther(invalid.getMessage())
                : describeValue(invalid.getArgSpec(), invalid.getValue(), invalid.getMessage());
    }

    private static String describeUnknown(CommandLine command, List<String> unknown) {
        CommandSpec spec = command.getCommandSpec();
        String first = unknown.stream()
                .filter(argument -> argument.startsWith("-"))
                .findFirst()
                .orElse(unknown.get(0));
        if (!spec.subcommands().isEmpty()) {
            String argument = unknown.get(0);
            return argument + " is not a command" + suggestion(command, argument) + help(spec);
        }
        if (first.startsWith("-")) {
            String option = first.replaceFirst("=.*", "");
            return option + " is not an option of " + spec.name() + suggestion(command, option) + help(spec);
        }
        return first + " is one argument too many for " + spec.name() + "." + help(spec);
    }

    /** Suggests the name that is most similar, where letters that changed places and a common beginning count. */
    private static String suggestion(CommandLine command, String argument) {
        JaroWinklerSimilarity similarity = new JaroWinklerSimilarity();
        return new UnmatchedArgumentException(command, List.of(argument))
                .getSuggestions().stream()
                        .map(suggested -> currentName(command.getCommandSpec(), suggested))
                        .max(Comparator.comparing(suggested -> similarity.apply(argument, suggested)))
                        .map(suggested -> ": did you mean " + suggested + "?")
                        .orElse(".");
    }

    /** Returns the spelling that the help text shows, where an older spelling of an option is suggested. */
    private static String currentName(CommandSpec command, String suggested) {
        OptionSpec option = command.findOption(suggested);
        return option == null ? suggested : name(option);
    }

    private static String describeMissing(CommandLine command, MissingParameterException invalid) {
        List<ArgSpec> missing = invalid.getMissing();
        CommandSpec spec = command.getCommandSpec();
        if (missing.isEmpty()) {
            return invalid.getMessage();
        }
        if (invalid.getMessage().startsWith("Missing required parameter for option")) {
            return name(missing.get(0)) + " needs a value: write " + usage(missing.get(0)) + ".";
        }
        String names = missing.stream().map(ParserMessages::usage).collect(Collectors.joining(" and "));
        return names + (missing.size() == 1 ? " is required: add it." : " are required: add them.") + help(spec);
    }

    /** Returns the message about a value after an option that takes none, or another message as it is. */
    private static String describeOther(String message) {
        Matcher valueOfFlag = VALUE_OF_FLAG.matcher(message);
        return valueOfFlag.matches()
                ? valueOfFlag.group(1) + " takes no value: write " + valueOfFlag.group(1) + " alone."
                : message;
    }

    private static String describeValue(ArgSpec argument, String value, String message) {
        if (!message.startsWith("Invalid value for ")) {
            return message;
        }
        Class<?> type =
                argument.typeInfo().isMultiValue() ? argument.typeInfo().getAuxiliaryTypes()[0] : argument.type();
        String shown = name(argument) + (value == null ? "" : " " + value);
        if (argument.arity().max() == 0 || type == boolean.class || type == Boolean.class) {
            return name(argument) + " takes no value: write " + name(argument) + " alone.";
        }
        if (Stream.of(int.class, Integer.class, long.class, Long.class).anyMatch(type::equals)) {
            return shown + " is not a whole number: write " + usage(argument) + ", such as " + name(argument) + "=10.";
        }
        if (Stream.of(double.class, Double.class, float.class, Float.class).anyMatch(type::equals)) {
            return shown + " is not a number: write " + usage(argument) + ", such as " + name(argument) + "=0.1.";
        }
        if (type.isEnum()) {
            String values = Arrays.stream(type.getEnumConstants())
                    .map(constant ->
                            constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", "));
            return shown + " is unknown: choose one of " + values + ".";
        }
        return message;
    }

    private static String help(CommandSpec command) {
        String path = command.subcommands().isEmpty() ? command.name() + " " : "";
        return " See deploy/submit " + path + "--help.";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.names()[0] : argument.paramLabel();
    }

    private static String usage(ArgSpec argument) {
        return argument instanceof OptionSpec option ? CommandHelp.names(option) : argument.paramLabel();
    }
}
