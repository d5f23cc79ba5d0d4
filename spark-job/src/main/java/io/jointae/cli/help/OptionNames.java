package io.jointae.cli.help;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Translates the names of input fields, as libraries know them, into the options of a command. */
public final class OptionNames {

    private OptionNames() {}

    /**
     * Returns the option of a command that sets a field, such as {@code --rows-per-file} for {@code rowsPerFile}.
     *
     * @param command the command whose input was invalid
     * @param field the field's name in camel case or with dashes between its words
     * @return the option's name, or the field's name where the command has no such option
     */
    public static String optionOf(CommandSpec command, String field) {
        String words = field.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        OptionSpec option = command.findOption("--" + words);
        return option == null ? field : option.names()[0];
    }
}
