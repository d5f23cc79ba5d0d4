package io.jointae.cli.help;

import java.util.ArrayList;
import java.util.List;

/** Lays out plain text for a terminal. Lines are broken at spaces only, so that names of files and options stay whole. */
final class HelpText {

    private static final int INDENT = 2;

    private HelpText() {}

    /**
     * Returns a text in lines of at most {@code width} characters, each with a line end.
     *
     * @param text one paragraph; an empty one becomes an empty line
     */
    static String paragraph(String text, int width) {
        return String.join(System.lineSeparator(), wrap(text, width)) + System.lineSeparator();
    }

    /**
     * Returns a label with a text to the right of it. A label that is too long for its column stands on a line of its
     * own.
     *
     * @param label such as the name of an option
     * @param labelWidth the width of the label's column in characters
     * @param text the description
     * @param width the width of the whole row in characters
     */
    static String row(String label, int labelWidth, String text, int width) {
        List<String> lines = wrap(text, width - labelWidth);
        String first = " ".repeat(INDENT) + label;
        StringBuilder row = new StringBuilder(first);
        if (first.length() + INDENT > labelWidth) {
            row.append(System.lineSeparator()).append(" ".repeat(labelWidth));
        } else {
            row.append(" ".repeat(labelWidth - first.length()));
        }
        row.append(String.join(System.lineSeparator() + " ".repeat(labelWidth), lines));
        return row.append(System.lineSeparator()).toString();
    }

    /** Breaks a text at its spaces, and a word that is longer than the width, such as a list of numbers, at its commas. */
    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split(" +")) {
            String separator = line.length() == 0 ? "" : " ";
            for (String part : word.length() > width ? word.split("(?<=,)") : new String[] {word}) {
                if (line.length() > 0 && line.length() + separator.length() + part.length() > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                    separator = "";
                }
                line.append(separator).append(part);
                separator = "";
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
