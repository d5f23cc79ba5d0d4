package io.jointae.data.source;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Parses the text of an {@code .amat} file: one example per line, numbers separated by blanks, no header. Numbers are
 * parsed from the bytes without strings, and the result equals that of {@link Float#parseFloat}.
 */
public final class AmatParser implements Closeable {

    private static final int BUFFER = 1 << 16;
    /** The length of the longest number; those in official files have 16 characters with the blanks before them. */
    private static final int MAX_NUMBER_LENGTH = 64;

    private final InputStream in;
    private final String name;
    private final int columns;
    private final byte[] buffer = new byte[BUFFER + 1];
    private int position;
    private int end;
    private boolean exhausted;
    private long row;

    /**
     * Creates a parser.
     *
     * @param in the text
     * @param columns the number of numbers per row
     * @param name the name of the file, for error messages
     */
    public AmatParser(InputStream in, int columns, String name) {
        this.in = in;
        this.columns = columns;
        this.name = name;
    }

    /** Skips a row without parsing its numbers, and returns false if the file has no further row. */
    public boolean skipRow() throws IOException {
        boolean any = false;
        while (position < end || fill()) {
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            any |= position > from;
            if (position < end) {
                position++;
                row++;
                return true;
            }
        }
        row += any ? 1 : 0;
        return any;
    }

    /**
     * Parses the next row.
     *
     * @param values {@code [columns]}, overwritten
     * @return false if the file has no further row; {@code values} are then unchanged
     * @throws InvalidInputException if the row has fewer or more numbers, or text that is not a number
     */
    public boolean nextRow(float[] values) throws IOException {
        int count = 0;
        while (true) {
            if (end - position < MAX_NUMBER_LENGTH) {
                refill();
            }
            int c = skipBlanks();
            if (position == end) {
                if (!exhausted) {
                    continue;
                }
                return count > 0 && complete(count);
            }
            if (c == '\n') {
                position++;
                return complete(count);
            }
            if (count == columns) {
                throw InvalidInputException.of("%s: row %d has more than %d columns.", name, row + 1, columns);
            }
            if (end - position < MAX_NUMBER_LENGTH && !exhausted) {
                continue;
            }
            values[count++] = number();
        }
    }

    private int skipBlanks() {
        while (position < end) {
            int c = buffer[position];
            if (c != ' ' && c != '\t' && c != '\r') {
                return c;
            }
            position++;
        }
        return -1;
    }

    private boolean complete(int count) {
        if (count != columns) {
            throw InvalidInputException.of(
                    "%s: row %d has %s instead of %d.", name, row + 1, Count.of(count, "column"), columns);
        }
        row++;
        return true;
    }

    /** Parses a number. The byte at {@code buffer[end]} ends it, so no index is checked against the end. */
    private float number() {
        int start = position;
        int p = position;
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
        position = p;
        return value(negative, mantissa, digits, exponent - scale, start);
    }

    /** Returns {@code mantissa * 10^exponent}, rounded once. */
    private float value(boolean negative, long mantissa, int digits, int exponent, int start) {
        if (mantissa == 0 && digits <= DecimalParser.SAFE_DIGITS) {
            return negative ? -0f : 0f;
        }
        float value = digits <= DecimalParser.SAFE_DIGITS ? DecimalParser.toFloat(mantissa, exponent) : Float.NaN;
        if (Float.isNaN(value)) {
            return Float.parseFloat(new String(buffer, start, position - start, StandardCharsets.US_ASCII));
        }
        return negative ? -value : value;
    }

    private InvalidInputException notANumber(int start) {
        int p = start;
        while (p < end && p - start < MAX_NUMBER_LENGTH && buffer[p] > ' ') {
            p++;
        }
        String text = new String(buffer, start, p - start, StandardCharsets.ISO_8859_1);
        return InvalidInputException.of(
                "%s: row %d has '%s', which is not a number.", name, row + 1, text.replaceAll("\\p{Cntrl}", "?"));
    }

    private boolean fill() throws IOException {
        refill();
        return position < end;
    }

    /** Moves the remaining bytes to the front of the buffer and reads more behind them. */
    private void refill() throws IOException {
        if (exhausted) {
            return;
        }
        System.arraycopy(buffer, position, buffer, 0, end - position);
        end -= position;
        position = 0;
        while (end < MAX_NUMBER_LENGTH && !exhausted) {
            int n = in.read(buffer, end, BUFFER - end);
            exhausted = n < 0;
            end += Math.max(n, 0);
        }
        buffer[end] = '\n';
    }

    /** Returns the number of rows that were parsed or skipped. */
    public long rows() {
        return row;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
