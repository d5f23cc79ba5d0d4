package io.jointae.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmatParserTest {

    private static AmatParser parser(String text, int columns) {
        return new AmatParser(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), columns, "some.amat");
    }

    private static float parse(String number) throws IOException {
        float[] values = new float[1];
        assertThat(parser(number + "\n", 1).nextRow(values)).isTrue();
        return values[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0000000e+00",
                "1.0000000e+00",
                "9.9609375e-01",
                "7.8125000e-03",
                "1e0",
                "-3.5E+2",
                "+7",
                ".5",
                "5.",
                "0.1",
                "16777217",
                "1.00000005960464477539062500000000001",
                "1.401298464324817e-45",
                "1e-60",
                "3.4028235e38",
                "0.000000000000000000000000000000000000000000001",
                "123456789012345678901234567890"
            })
    void numbersEqualThoseOfTheLibrary(String number) throws IOException {
        assertThat(parse(number)).isEqualTo(Float.parseFloat(number));
    }

    @Test
    void randomNumbersEqualThoseOfTheLibraryBitForBit() throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        int count = 200_000;
        float[] expected = new float[count];
        for (int i = 0; i < count; i++) {
            float value = Float.intBitsToFloat(random.nextInt() & 0x7fffffff);
            value = Float.isFinite(value) && i % 3 == 0 ? value : random.nextFloat();
            String number = String.format(Locale.ROOT, i % 2 == 0 ? "%.7e" : "%.10g", value);
            expected[i] = Float.parseFloat(number);
            text.append("   ").append(number).append('\n');
        }
        AmatParser parser = parser(text.toString(), 1);
        float[] values = new float[1];
        for (int i = 0; i < count; i++) {
            assertThat(parser.nextRow(values)).isTrue();
            assertThat(Float.floatToRawIntBits(values[0])).isEqualTo(Float.floatToRawIntBits(expected[i]));
        }
        assertThat(parser.nextRow(values)).isFalse();
        assertThat(parser.rows()).isEqualTo(count);
    }

    @Test
    void rowsDoNotDependOnTheSizeOfTheReads() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(2);
        for (int row = 0; row < 300; row++) {
            for (int column = 0; column < 50; column++) {
                text.append(String.format(Locale.ROOT, "   %.7e", random.nextFloat()));
            }
            text.append(row % 2 == 0 ? "\n" : " \r\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        InputStream slowInput = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int at, int length) {
                return super.read(to, at, Math.min(length, 1 + random.nextInt(70)));
            }
        };
        try (AmatParser whole = new AmatParser(new ByteArrayInputStream(bytes), 50, "whole");
                AmatParser slow = new AmatParser(slowInput, 50, "slow")) {
            float[] a = new float[50];
            float[] b = new float[50];
            while (whole.nextRow(a)) {
                assertThat(slow.nextRow(b)).isTrue();
                assertThat(b).isEqualTo(a);
            }
            assertThat(whole.rows()).isEqualTo(300);
            assertThat(slow.nextRow(b)).isFalse();
        }
    }

    @Test
    void skippedRowsAreCounted() throws IOException {
        AmatParser parser = parser("1 2\n3 4\n5 6", 2);
        float[] values = new float[2];
        assertThat(parser.skipRow()).isTrue();
        assertThat(parser.skipRow()).isTrue();
        assertThat(parser.nextRow(values)).isTrue();
        assertThat(values).containsExactly(5, 6);
        assertThat(parser.skipRow()).isFalse();
        assertThat(parser.rows()).isEqualTo(3);
    }

    @Test
    void theErrorNamesTheRowWithTooFewOrTooManyColumns() {
        assertThatThrownBy(() -> parseSecondRow("1 2 3\n1 2\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("some.amat: row 2 has 2 columns instead of 3.");
        assertThatThrownBy(() -> parseSecondRow("1 2 3\n1 2 3 4\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("some.amat: row 2 has more than 3 columns.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "nan", "inf", "1e", "1e+", "--1", "1.2.3", "0x10", ".", "-", "1,5", "1f"})
    void theErrorNamesTextThatIsNotANumber(String text) {
        assertThatThrownBy(() -> parseSecondRow("1 2 3\n1 " + text + " 3\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("some.amat: row 2 has '" + text + "', which is not a number.");
    }

    private static void parseSecondRow(String text) throws IOException {
        AmatParser parser = parser(text, 3);
        float[] values = new float[3];
        parser.nextRow(values);
        parser.nextRow(values);
    }
}
