package io.jointae.train.options;

/**
 * The value of a {@link TrainingOption}: its form, its placeholder, its default and its range.
 *
 * @param type the form of the text
 * @param placeholder the upper-case word that stands for the value in help texts, for example {@code RATE}
 * @param defaultValue the text of the default; null if the default depends on other options
 * @param shownDefault the default as help texts show it, without a period
 * @param allowed the allowed values
 */
record OptionValue(
        TrainingOption.Type type, String placeholder, String defaultValue, String shownDefault, AllowedValues allowed) {

    /** Describes a value that has a default, which help texts show as it is. */
    private OptionValue(TrainingOption.Type type, String placeholder, String defaultValue, AllowedValues allowed) {
        this(type, placeholder, defaultValue, defaultValue, allowed);
    }

    /**
     * Returns the same value with a default that depends on other options.
     *
     * @param words the default as help texts show it, without a period
     */
    OptionValue defaultingTo(String words) {
        return new OptionValue(type, placeholder, null, words, allowed);
    }

    /** Returns the part of a help text that says which values are allowed: sentences, each with a space in front. */
    String help() {
        return switch (type) {
            case BOOLEAN -> "";
            case PER_LAYER ->
                " Give one value for all layers, or one value per layer separated by commas, lowest layer first. Each"
                        + " value must be " + allowed.description() + ".";
            default -> " It must be " + allowed.description() + ".";
        };
    }

    /** Returns a whole number of 32 bits that is not less than a minimum. */
    static OptionValue integer(String placeholder, String defaultValue, int minimum) {
        return new OptionValue(
                TrainingOption.Type.INTEGER, placeholder, defaultValue, AllowedValues.integerFrom(minimum));
    }

    /** Returns any whole number of 64 bits. */
    static OptionValue longInteger(String placeholder, String defaultValue) {
        return new OptionValue(TrainingOption.Type.LONG, placeholder, defaultValue, AllowedValues.anyInteger());
    }

    /** Returns a number in double precision. */
    static OptionValue number(String placeholder, String defaultValue, AllowedValues allowed) {
        return new OptionValue(TrainingOption.Type.NUMBER, placeholder, defaultValue, allowed);
    }

    /** Returns the name of one of an enum's constants. */
    static OptionValue name(String defaultValue, Class<? extends Enum<?>> constants) {
        return new OptionValue(
                TrainingOption.Type.NAME, "NAME", defaultValue, AllowedValues.oneOf(ConstantNames.all(constants)));
    }

    /** Returns the text {@code true} or {@code false}. */
    static OptionValue trueOrFalse(String defaultValue) {
        return new OptionValue(TrainingOption.Type.BOOLEAN, "BOOLEAN", defaultValue, AllowedValues.trueOrFalse());
    }

    /** Returns one value for all layers, or one value per layer. */
    static OptionValue perLayer(String placeholder, String defaultValue, AllowedValues allowed) {
        return new OptionValue(TrainingOption.Type.PER_LAYER, placeholder, defaultValue, allowed);
    }
}
