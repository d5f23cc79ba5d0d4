package io.jointae.cli.options;

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

    /** Returns the heading as it is printed, without punctuation. */
    public String title() {
        return title;
    }
}
