package io.jointae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.data.Split;
import io.jointae.results.Cell;
import io.jointae.results.Metric;
import io.jointae.results.ModelVariant;
import io.jointae.results.ResultRow;
import io.jointae.results.paper.PaperCell;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final PaperCell ERROR = new PaperCell("II", "rect", "DAE-2J", 0.83, 0.08);
    private static final PaperCell LIKELIHOOD = new PaperCell("I", "rect", "DAE-2J", 161, 1.12);

    @Test
    void overlappingIntervalsAreWithin() {
        assertThat(error(0.83, 0.08)).isEqualTo(Verdict.WITHIN);
        assertThat(error(0.99, 0.08)).isEqualTo(Verdict.WITHIN);
        assertThat(error(0.67, 0.08)).isEqualTo(Verdict.WITHIN);
    }

    @Test
    void aLowerErrorIsBetterAndAHigherWorse() {
        assertThat(error(0.66, 0.08)).isEqualTo(Verdict.BETTER);
        assertThat(error(1.00, 0.08)).isEqualTo(Verdict.WORSE);
    }

    @Test
    void aHigherLikelihoodIsBetter() {
        assertThat(likelihood(170.0)).isEqualTo(Verdict.BETTER);
        assertThat(likelihood(150.0)).isEqualTo(Verdict.WORSE);
        assertThat(likelihood(162.0)).isEqualTo(Verdict.WITHIN);
    }

    @Test
    void likelihoodsCompareByStandardErrorsLikeThePapers() {
        // 161 +- 1.12 is 161 +- 2.20 at 95 %.
        assertThat(likelihood(164.1)).isEqualTo(Verdict.WITHIN);
        assertThat(likelihood(164.3)).isEqualTo(Verdict.BETTER);
        ResultRow row = row(Metric.LOG_LIKELIHOOD, 162, 1.96);
        assertThat(CellComparison.of(row).oursText()).endsWith("± 1.00");
    }

    @Test
    void withoutAnIntervalOursIsAPoint() {
        assertThat(error(0.91, null)).isEqualTo(Verdict.WITHIN);
        assertThat(error(0.92, null)).isEqualTo(Verdict.WORSE);
    }

    @Test
    void metricsAreNotMixed() {
        ResultRow row = row(Metric.FINETUNE_ERROR, 1, 0.1);
        assertThatThrownBy(() -> Verdict.of(row, Metric.SVM_ERROR, ERROR)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Verdict error(double value, Double interval) {
        return Verdict.of(row(Metric.SVM_ERROR, value, interval), Metric.SVM_ERROR, ERROR);
    }

    private static Verdict likelihood(double value) {
        return Verdict.of(row(Metric.LOG_LIKELIHOOD, value, 1.0), Metric.LOG_LIKELIHOOD, LIKELIHOOD);
    }

    private static ResultRow row(Metric metric, double value, Double interval) {
        ModelVariant model = new ModelVariant("DAE-2J", "J", 2, "dae");
        return new Cell("rect", "h", model, new TreeMap<>(), metric.metricName(), Split.TEST, 1)
                .measured(value, interval, 1);
    }
}
