package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkEstimateTest {

    @ParameterizedTest
    @CsvSource({
        "30.4, 44.2, 30 to 44 seconds",
        "9, 12, 9 to 12 seconds",
        "100, 150, 1.7 to 2.5 minutes",
        "1800, 6000, 30 to 100 minutes",
        "9000, 9002, about 2.5 hours",
        "3600, 360000, 1 to 100 hours"
    })
    void aTimeIsShownInTheUnitThatReadsWell(double least, double most, String text) {
        assertThat(WorkEstimate.duration(least, most)).isEqualTo(text);
    }
}
