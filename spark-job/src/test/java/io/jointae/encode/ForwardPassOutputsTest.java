package io.jointae.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import org.junit.jupiter.api.Test;

/** The outputs of one pass are, bit for bit, those of a separate pass for each of them. */
class ForwardPassOutputsTest {

    private static final int ROWS = 9;
    private static final int CAPACITY = 16;

    private final StackModel model = ScoringFixtures.model().model();

    private static float[] rows() {
        float[] rows = new float[ROWS * ScoringFixtures.INPUTS];
        for (int j = 0; j < ROWS; j++) {
            System.arraycopy(
                    ScoringFixtures.pixels(j, ScoringFixtures.INPUTS),
                    0,
                    rows,
                    j * ScoringFixtures.INPUTS,
                    ScoringFixtures.INPUTS);
        }
        return rows;
    }

    @Test
    void codesReconstructionsAndCostsEqualThoseOfSeparatePasses() {
        float[] rows = rows();
        for (int layer = 1; layer <= 3; layer++) {
            int width = model.architecture().width(layer);
            float[] codes = new float[ROWS * width];
            float[] reconstructions = new float[rows.length];
            double[] costs = new double[ROWS];
            new ForwardPass(model, CAPACITY).encodeAndReconstruct(rows, ROWS, layer, codes, reconstructions, costs);
            ForwardPass separate = new ForwardPass(model, CAPACITY);
            float[] expectedCodes = new float[codes.length];
            separate.encode(rows, ROWS, layer, expectedCodes);
            float[] expectedReconstructions = new float[rows.length];
            separate.decode(expectedCodes, ROWS, layer, expectedReconstructions);
            double[] expectedCosts = new double[ROWS];
            separate.costs(rows, ROWS, layer, expectedCosts);
            assertThat(codes).containsExactly(expectedCodes);
            assertThat(reconstructions).containsExactly(expectedReconstructions);
            assertThat(costs).containsExactly(expectedCosts);
        }
    }

    @Test
    void outputsThatAreNotRequestedAreLeftOut() {
        float[] codes = new float[ROWS * 3];
        double[] costs = new double[ROWS];
        new ForwardPass(model, CAPACITY).encodeAndReconstruct(rows(), ROWS, 3, codes, null, costs);
        double[] expected = new double[ROWS];
        new ForwardPass(model, CAPACITY).costs(rows(), ROWS, 3, expected);
        assertThat(costs).containsExactly(expected);
        new ForwardPass(model, CAPACITY).encodeAndReconstruct(rows(), ROWS, 3, codes, null, null);
        float[] expectedCodes = new float[codes.length];
        new ForwardPass(model, CAPACITY).encode(rows(), ROWS, 3, expectedCodes);
        assertThat(codes).containsExactly(expectedCodes);
    }
}
