package io.jointae.train.options;

/** A heading under which a help text lists its options, in the order of the constants. */
public enum OptionGroup {
    MODEL("Model"),
    TRAINING("Training"),
    DISTRIBUTION("Distribution"),
    INPUT_AND_OUTPUT("Input and output");

    private final String title;

    OptionGroup(String title) {
        this.title = title;
    }

    /** Returns the heading as it is printed, without punctuation. */
    public String title() {
        return title;
    }
}
