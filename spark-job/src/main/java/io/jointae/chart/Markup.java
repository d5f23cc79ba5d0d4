package io.jointae.chart;

/** Escapes texts for HTML and SVG. */
public final class Markup {

    private Markup() {}

    /** Escapes a text for element content and for attributes in double quotes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
