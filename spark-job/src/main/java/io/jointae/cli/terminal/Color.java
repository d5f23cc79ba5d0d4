package io.jointae.cli.terminal;

/** The colors of messages, as ANSI escape sequences. */
public enum Color {
    GREEN("32"),
    YELLOW("33"),
    RED("31");

    private final String code;

    Color(String code) {
        this.code = code;
    }

    /**
     * Returns a text in this color, or the text itself.
     *
     * @param shown whether the stream shows colors
     */
    public String paint(String text, boolean shown) {
        return shown ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
