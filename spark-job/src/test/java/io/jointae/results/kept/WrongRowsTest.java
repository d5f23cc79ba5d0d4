package io.jointae.results.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.base.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongRowsTest {

    private final Configuration conf = new Configuration();

    @TempDir
    private Path results;

    @Test
    void rowsThatOneModelAloneGetsWrongAreCounted() {
        WrongRows first = WrongRows.of("a", 50, new long[] {0, 7, 8, 49});
        WrongRows second = WrongRows.of("b", 50, new long[] {7, 30});
        assertThat(first.wrongOnlyHere(second)).isEqualTo(3);
        assertThat(second.wrongOnlyHere(first)).isEqualTo(1);
        assertThat(first.wrongOnlyHere(first)).isZero();
    }

    @Test
    void theBitsLieAsTheFormatSays() {
        // Row 0 is bit 0 of byte 0, row 9 is bit 1 of byte 1: the bytes 01 02, in Base64 "AQI=".
        assertThat(WrongRows.of("a", 16, new long[] {0, 9}).wrong()).isEqualTo("AQI=");
    }

    @Test
    void aWrittenFileIsFoundByTheKeyOfItsCell() throws Exception {
        WrongRows rows = WrongRows.of("key", 1000, new long[] {1, 999});
        rows.write(conf, results.toString());
        rows.write(conf, results.toString());
        assertThat(WrongRows.find(conf, results.toString(), "key")).contains(rows);
        assertThat(WrongRows.find(conf, results.toString(), "other")).isEmpty();
    }

    @Test
    void aDamagedOrForeignFileIsInvalidInput() throws Exception {
        WrongRows.of("key", 10, new long[] {1}).write(conf, results.toString());
        Path file = results.resolve("wrong-rows/key.json");
        String text = Files.readString(file);
        Files.delete(results.resolve("wrong-rows/.key.json.crc"));
        for (String damaged : new String[] {
            text.replace("\"key\"", "\"foreign\""),
            text.replace("\"rows\" : 10", "\"rows\" : 1"),
            text.replace("\"format\" : 1", "\"format\" : 2"),
            text.replaceFirst("\"wrong\" : \".*\"", "\"wrong\" : \"*\""),
            "{"
        }) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> WrongRows.find(conf, results.toString(), "key"))
                    .as(damaged)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("key.json");
        }
    }

    @Test
    void modelsTestedOnDifferentNumbersOfRowsCannotBeCompared() {
        WrongRows first = WrongRows.of("a", 50, new long[] {});
        WrongRows second = WrongRows.of("b", 40, new long[] {});
        assertThatThrownBy(() -> first.wrongOnlyHere(second)).hasMessageContaining("50 and on 40 rows");
    }
}
