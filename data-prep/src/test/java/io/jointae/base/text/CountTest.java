package io.jointae.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {

    @Test
    void oneThingIsInTheSingularAndAnyOtherNumberInThePlural() {
        assertThat(Count.of(0, "value")).isEqualTo("0 values");
        assertThat(Count.of(1, "value")).isEqualTo("1 value");
        assertThat(Count.of(2, "value")).isEqualTo("2 values");
        assertThat(Count.of(1, "class", "classes")).isEqualTo("1 class");
        assertThat(Count.of(-1, "class", "classes")).isEqualTo("-1 classes");
    }

    @Test
    void thousandsAreSeparatedByCommasInEveryLocale() {
        assertThat(Count.of(1_234_567, "row")).isEqualTo("1,234,567 rows");
    }
}
