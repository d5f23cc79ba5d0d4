package io.jointae.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import org.junit.jupiter.api.Test;

/** Rows are scaled, clipped and restored by the stored offsets and spreads. */
class ScalingTest {

    private static final float[] OFFSETS = {10, -2};
    private static final float[] SPREADS = {4, 0.5f};

    private static float[] applied(Scaling scaling, float... rows) {
        float[] copy = rows.clone();
        scaling.apply(copy, rows.length / 2);
        return copy;
    }

    @Test
    void standardizedRowsAreRestoredAndClippedOnesStayAtTheLimit() {
        Scaling free = new Scaling(ScalingKind.STANDARDIZE, null, OFFSETS, SPREADS);
        float[] inputs = applied(free, 14, -2, 2, -1);
        assertThat(inputs).containsExactly(1, 0, -2, 2);
        free.undo(inputs, 2);
        assertThat(inputs).containsExactly(14, -2, 2, -1);
        Scaling clipped = new Scaling(ScalingKind.STANDARDIZE, 1.5, OFFSETS, SPREADS);
        assertThat(applied(clipped, 14, -2, 2, -1)).containsExactly(1, 0, -1.5f, 1.5f);
    }

    @Test
    void aRangeBecomesTheUnitIntervalAndValuesBeyondItAreClipped() {
        Scaling range = new Scaling(ScalingKind.MINMAX, null, OFFSETS, SPREADS);
        assertThat(applied(range, 12, -1.75f, 9, 0)).containsExactly(0.5f, 0.5f, 0, 1);
    }

    @Test
    void theLogarithmIsTakenBeforeTheRangeAndUndoneAfterIt() {
        float spread = (float) Math.log1p(99);
        Scaling log = new Scaling(ScalingKind.LOG, null, new float[] {0, 0}, new float[] {spread, spread});
        float[] inputs = applied(log, 0, 9);
        assertThat(inputs[0]).isZero();
        assertThat(inputs[1]).isCloseTo(0.5f, within(1e-6f));
        log.undo(inputs, 1);
        assertThat(inputs[1]).isCloseTo(9, within(1e-4f));
    }

    @Test
    void aFeatureWithoutSpreadIsZeroAndItsValueReturns() {
        Scaling scaling = new Scaling(ScalingKind.STANDARDIZE, null, new float[] {7, 1}, new float[] {0, 2});
        float[] inputs = applied(scaling, 9, 5);
        assertThat(inputs).containsExactly(0, 2);
        scaling.undo(inputs, 1);
        assertThat(inputs).containsExactly(7, 5);
    }

    @Test
    void theErrorOfAReconstructionIsInTheUnitsOfTheData() {
        Scaling scaling = new Scaling(ScalingKind.STANDARDIZE, null, OFFSETS, SPREADS);
        float[] inputs = {0, 0, 1, 1};
        float[] reconstructions = {0, 0, 0.5f, 3};
        assertThat(scaling.squaredError(inputs, reconstructions, 0)).isZero();
        assertThat(scaling.squaredError(inputs, reconstructions, 1)).isEqualTo(2 * 2 + 1 * 1);
    }

    @Test
    void jsonRestoresTheSameScaling() {
        for (Scaling scaling : new Scaling[] {
            Scaling.NONE,
            new Scaling(ScalingKind.STANDARDIZE, 3.0, OFFSETS, SPREADS),
            new Scaling(ScalingKind.LOG, null, OFFSETS, SPREADS)
        }) {
            assertThat(Json.parse(Json.line(scaling), Scaling.class, "text")).isEqualTo(scaling);
        }
        assertThatThrownBy(() ->
                        Json.parse("{\"kind\":\"minmax\",\"offsets\":[1.0],\"spreads\":[-1.0]}", Scaling.class, "text"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the offset 1.0 or the spread -1.0 is not valid");
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> new ScalingRequest(ScalingKind.MINMAX, 2.0, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("clip 2.0 limits standardized values, but scaling is minmax: leave it out, or choose"
                        + " standardize.");
        assertThatThrownBy(() -> new ScalingRequest(ScalingKind.STANDARDIZE, 0.0, false))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ScalingKind.of("zscore"))
                .hasMessage("scaling zscore is unknown: choose one of none, standardize, minmax, log.");
    }
}
