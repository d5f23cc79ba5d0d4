package io.jointae.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TuningTest {

    @Test
    void aChoiceAtEitherEndOfItsGridIsNamed() {
        Tuning tuning = new Tuning(
                0.5,
                new TreeMap<>(Map.of("svm-c", List.of(100.0, 0.1, 1.0, 10.0), "parzen-width", List.of(0.1, 0.2, 0.3))));
        assertThat(tuning.atEdge(Map.of("svm-c", "100.0", "parzen-width", "0.2")))
                .containsExactly("svm-c");
        assertThat(tuning.atEdge(Map.of("svm-c", "0.1", "parzen-width", "0.3")))
                .containsExactly("parzen-width", "svm-c");
        assertThat(tuning.atEdge(Map.of("svm-c", "1.0", "parzen-width", "0.2"))).isEmpty();
        assertThat(tuning.atEdge(Map.of())).isEmpty();
    }

    @Test
    void aGridOfOneOrTwoValuesHasNoEdge() {
        assertThat(Tuning.of(null, "svm-c", List.of(0.1, 1.0)).atEdge(Map.of("svm-c", "1.0")))
                .isEmpty();
        assertThat(Tuning.of(null, "svm-c", List.of(0.1)).atEdge(Map.of("svm-c", "0.1")))
                .isEmpty();
    }

    @Test
    void aLossThatIsNegativeOrNotANumberIsRefused() {
        assertThatThrownBy(() -> Tuning.of(Double.NaN, "svm-c", List.of(1.0))).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Tuning.of(-0.1, "svm-c", List.of(1.0))).hasMessageContaining("-0.1");
    }
}
