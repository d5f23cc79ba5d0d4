package io.jointae.report;

import static io.jointae.results.TestRows.cell;
import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.data.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTableTest {

    @Test
    void oursStandBesideThePapersWithAMark() {
        assertThat(ConsoleTable.format(List.of(
                        cell("DAE-2L", 0.5, Split.TEST).measured(1.1, 0.09, 1),
                        cell("DAE-2J", 0.5, Split.TEST).measured(2.345, 0.13, 1),
                        cell("DAE-2J", 0.5, Split.VALID).measured(0.5, null, 1))))
                .isEqualTo("""
                        dataset  model   metric                     ours         paper
                        rect     DAE-2L  svm-error-percent (test)   1.10 ± 0.09  1.14 ± 0.09  ✓ within
                        rect     DAE-2J  svm-error-percent (test)   2.35 ± 0.13  0.83 ± 0.08  ✗ worse
                        rect     DAE-2J  svm-error-percent (valid)  0.50         –""");
    }
}
