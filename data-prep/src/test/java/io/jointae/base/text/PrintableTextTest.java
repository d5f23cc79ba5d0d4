package io.jointae.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {

    @Test
    void charactersThatControlATerminalAreShownAsEscapes() {
        assertThat(PrintableText.of("a\u001b]0;title\u0007b\u0000\u009b1m\u202ec\u2066d"))
                .isEqualTo("a\\u001b]0;title\\u0007b\\u0000\\u009b1m\\u202ec\\u2066d");
    }

    @Test
    void otherCharactersTabsAndLineEndsStay() {
        String text = "Größe 数\t1\r\n\ud83d\ude00 $1 \\";
        assertThat(PrintableText.of(text)).isEqualTo(text);
    }
}
