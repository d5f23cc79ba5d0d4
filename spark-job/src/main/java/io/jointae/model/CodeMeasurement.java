package io.jointae.model;

import io.jointae.linalg.Eigenvalues;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ForwardPass;
import io.jointae.statistics.CodeStatistics;
import io.jointae.statistics.EffectiveRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures how much the codes of a stack vary. */
public final class CodeMeasurement {

    /** The largest number of rows that are encoded: more would hardly change the result, and cost time. */
    public static final int MOST_ROWS = 2000;

    private static final int BATCH = 512;

    private CodeMeasurement() {}

    /**
     * Encodes clean rows and measures the codes of each layer.
     *
     * @param model a stack
     * @param rows {@code [n, inputs]}, row after row, at least one row
     */
    public static CodeStatistics of(StackModel model, float[] rows) {
        int inputs = model.architecture().inputs();
        int n = rows.length / inputs;
        ForwardPass pass = new ForwardPass(model, Math.min(n, BATCH));
        List<CodeStatistics.Layer> layers = new ArrayList<>();
        for (int layer = 1; layer <= model.architecture().depth(); layer++) {
            int units = model.architecture().width(layer);
            layers.add(of(codes(pass, rows, n, layer, units), units));
        }
        return new CodeStatistics(layers);
    }

    /**
     * Measures the codes of a layer. Codes that are not finite numbers count as constant: they say as little about a row.
     *
     * @param codes {@code [n, units]}, row after row; centered in place
     */
    static CodeStatistics.Layer of(double[] codes, int units) {
        int n = codes.length / units;
        for (int unit = 0; unit < units; unit++) {
            double mean = 0;
            for (int i = unit; i < codes.length; i += units) {
                mean += codes[i] / n;
            }
            for (int i = unit; i < codes.length; i += units) {
                codes[i] -= mean;
            }
        }
        double squares = Arrays.stream(codes).map(code -> code * code).sum();
        if (!Double.isFinite(squares) || squares == 0) {
            return new CodeStatistics.Layer(units, 0, 0);
        }
        double[] eigenvalues = Eigenvalues.ofGram(codes, n);
        return new CodeStatistics.Layer(units, squares / codes.length, EffectiveRank.ofEigenvalues(eigenvalues));
    }

    private static double[] codes(ForwardPass pass, float[] rows, int n, int layer, int units) {
        int inputs = pass.architecture().inputs();
        double[] codes = new double[n * units];
        float[] encoded = new float[pass.capacity() * units];
        for (int from = 0; from < n; from += pass.capacity()) {
            int count = Math.min(n - from, pass.capacity());
            pass.encode(Arrays.copyOfRange(rows, from * inputs, (from + count) * inputs), count, layer, encoded);
            for (int i = 0; i < count * units; i++) {
                codes[from * units + i] = encoded[i];
            }
        }
        return codes;
    }
}
