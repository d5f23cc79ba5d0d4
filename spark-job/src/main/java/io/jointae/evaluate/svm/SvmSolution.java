package io.jointae.evaluate.svm;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.jointae.evaluate.svm.newton.ClassSolution;
import java.io.Serializable;
import java.util.List;

/**
 * The solutions of several binary problems.
 *
 * @param width number of features plus one for the bias, which is last
 * @param weights {@code [width, problems]}, column after column
 * @param objectives {@code [problems]}, values of the objective
 * @param gaps {@code [problems]}, duality gaps: upper bounds of how far the objectives are above their minima
 */
@DefaultSerializer(JavaSerializer.class)
record SvmSolution(int width, float[] weights, double[] objectives, double[] gaps) implements Serializable {

    /** Joins solutions {@code [classes][costs]}, one class after the other within a cost. */
    static SvmSolution of(List<List<ClassSolution>> byClass) {
        int width = byClass.get(0).get(0).weights().length;
        int classes = byClass.size();
        int problems = classes * byClass.get(0).size();
        SvmSolution joined =
                new SvmSolution(width, new float[width * problems], new double[problems], new double[problems]);
        for (int p = 0; p < problems; p++) {
            ClassSolution solution = byClass.get(p % classes).get(p / classes);
            System.arraycopy(solution.weights(), 0, joined.weights, p * width, width);
            joined.objectives[p] = solution.objective();
            joined.gaps[p] = solution.gap();
        }
        return joined;
    }
}
