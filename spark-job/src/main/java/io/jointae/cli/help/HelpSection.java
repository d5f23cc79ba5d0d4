package io.jointae.cli.help;

import io.jointae.train.options.OptionGroup;

/** The headings under which a help text lists the options of a command, in the order of the constants. */
public enum HelpSection {
    INPUT_AND_OUTPUT("Input and output"),
    CUSTOM_DATA("Your own data"),
    MODEL("Model"),
    TRAINING("Training"),
    DISTRIBUTION("Distribution"),
    EVALUATION("Evaluation"),
    SAMPLING("Sampling"),
    EXECUTION("Execution"),
    GENERAL("General");

    private final String title;

    HelpSection(String title) {
        this.title = title;
    }

    /** Returns the heading of a group of training options. */
    static HelpSection of(OptionGroup group) {
        return switch (group) {
            case MODEL -> MODEL;
            case TRAINING -> TRAINING;
            case DISTRIBUTION -> DISTRIBUTION;
            case INPUT_AND_OUTPUT -> INPUT_AND_OUTPUT;
        };
    }

    /** Returns the heading as it is printed, without punctuation. */
    public String title() {
        return title;
    }
}
