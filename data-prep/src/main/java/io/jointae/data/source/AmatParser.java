package io.jointae.data.source;

import io.jointae.base.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The text of an {@code .amat} file: one example a row, numbers between blanks, no header. Numbers are read
 * from the bytes without making strings; the floats are those of {@link Float#parseFloat}.
 */
public final class AmatParser implements Closeable {

    private static final int BUFFER = 1 << 16;
    /** Longest number; official ones take 16 characters with the blanks before them. */
    private static final int LONGEST = 64;

    private final InputStream in;
    private final String name;
    private final int columns;
    private final byte[] buffer = new byte[BUFFER + 1];
    private int at;
    private int end;
    private boolean exhausted;
    private long row;

    /**
     * @param columns numbers a row must have
     * @param name of the file, for messages
     */
    public AmatParser(InputStream in, int columns, String name) {
        this.in = in;
        this.columns = columns;
        this.name = name;
    }

    /** Passes over a row without looking at its numbers; false if there is none. */
    public boolean skipRow() throws IOException {
        boolean any = false;
        while (at < end || fill()) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            any |= at > from;
            if (at < end) {
                at++;
                row++;
                return true;
            }
        }
        row += any ? 1 : 0;
        return any;
    }

    /**
     * Reads the next row.
     *
     * @param values [columns], overwritten
     * @return false if the file ends here; {@code values} are then as they were
     * @throws InvalidInputException if the row has fewer or more numbers, or something that is no number
     */
    public boolean nextRow(float[] values) throws IOException {
        int count = 0;
        while (true) {
            if (end - at < LONGEST) {
                refill();
            }
            int c = skipBlanks();
            if (at == end) {
                if (!exhausted) {
                    continue;
                }
                return count > 0 && complete(count);
            }
            if (c == '\n') {
                at++;
                return complete(count);
            }
            if (count == columns) {
                throw InvalidInputException.of("%s: row %d has more than %d columns", name, row + 1, columns);
            }
            if (end - at < LONGEST && !exhausted) {
                continue;
            }
            values[count++] = number();
        }
    }

    private int skipBlanks() {
        while (at < end) {
            int c = buffer[at];
            if (c != ' ' && c != '\t' && c != '\r') {
                return c;
            }
            at++;
        }
        return -1;
    }

    private boolean complete(int count) {
        if (count != columns) {
            throw InvalidInputException.of("%s: row %d has %d columns, not %d", name, row + 1, count, columns);
        }
        row++;
        return true;
    }

    /** Reads sign, digits, fraction and exponent into one decimal number; buffer[end] is a blank, so no bounds. */
    private float number() {
        int start = at;
        int p = at;
        byte c = buffer[p];
        boolean negative = c == '-';
        if (negative || c == '+') {
            c = buffer[++p];
        }
        long mantissa = 0;
        int digits = 0;
        int scale = 0;
        int digit = c - '0';
        while (digit >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            digits++;
            digit = (c = buffer[++p]) - '0';
        }
        if (c == '.') {
            int fraction = p;
            digit = (c = buffer[++p]) - '0';
            while (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                digit = (c = buffer[++p]) - '0';
            }
            scale = p - fraction - 1;
            digits += scale;
        }
        int exponent = 0;
        if (digits > 0 && (c == 'e' || c == 'E')) {
            c = buffer[++p];
            boolean down = c == '-';
            if (down || c == '+') {
                c = buffer[++p];
            }
            int from = p;
            digit = c - '0';
            while (digit >= 0 && digit <= 9 && p - from < 4) {
                exponent = exponent * 10 + digit;
                digit = (c = buffer[++p]) - '0';
            }
            digits = p == from ? 0 : digits;
            exponent = down ? -exponent : exponent;
        }
        boolean cut = p == end && !exhausted;
        if (digits == 0 || cut || c != ' ' && c != '\n' && c != '\t' && c != '\r') {
            throw notANumber(start);
        }
        at = p;
        return value(negative, mantissa, digits, exponent - scale, start);
    }

    /** {@code mantissa * 10^exponent}, rounded once. */
    private float value(boolean negative, long mantissa, int digits, int exponent, int start) {
        if (mantissa == 0 && digits <= DecimalParser.SAFE_DIGITS) {
            return negative ? -0f : 0f;
        }
        float value = digits <= DecimalParser.SAFE_DIGITS ? DecimalParser.toFloat(mantissa, exponent) : Float.NaN;
        if (Float.isNaN(value)) {
            return Float.parseFloat(new String(buffer, start, at - start, StandardCharsets.US_ASCII));
        }
        return negative ? -value : value;
    }

    private InvalidInputException notANumber(int start) {
        int p = start;
        while (p < end && p - start < LONGEST && buffer[p] > ' ') {
            p++;
        }
        String word = new String(buffer, start, p - start, StandardCharsets.ISO_8859_1);
        return InvalidInputException.of(
                "%s: row %d: '%s' is not a number", name, row + 1, word.replaceAll("\\p{Cntrl}", "?"));
    }

    private boolean fill() throws IOException {
        refill();
        return at < end;
    }

    /** Moves what is left to the front and fills up behind it. */
    private void refill() throws IOException {
        if (exhausted) {
            return;
        }
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        while (end < LONGEST && !exhausted) {
            int n = in.read(buffer, end, BUFFER - end);
            exhausted = n < 0;
            end += Math.max(n, 0);
        }
        buffer[end] = '\n';
    }

    /** Rows read or skipped so far. */
    public long rows() {
        return row;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
