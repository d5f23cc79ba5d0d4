package io.jointae.cli.options;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Shape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the size of an image, such as {@code 28x28} or {@code 32x32x3}. */
final class SizeText {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})x(\\d{1,6})(?:x(\\d{1,2}))?");

    private SizeText() {}

    /**
     * Returns the size that a text states; images in gray need no number of channels.
     *
     * @throws InvalidInputException if the text has another form, or if a dimension is not possible
     */
    static Shape parse(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw InvalidInputException.ofField(
                    "size", "%s is not of the form HxW or HxWx3: give a size such as 28x28.", size);
        }
        int channels = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
        try {
            return new Shape(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), channels);
        } catch (IllegalArgumentException e) {
            throw InvalidInputException.ofField("size", "%s is invalid: %s", size, e.getMessage())
                    .causedBy(e);
        }
    }
}
