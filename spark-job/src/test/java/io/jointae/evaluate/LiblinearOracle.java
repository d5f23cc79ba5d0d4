package io.jointae.evaluate;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.List;

/**
 * Liblinear's L2-regularized L2-loss SVM with a tight tolerance, at the cost with the fewest validation errors.
 *
 * @param model trained model
 * @param cost chosen cost C, the smallest one if several are equal
 */
record LiblinearOracle(Model model, double cost) {

    /** The features of a row; a constant 1 for the bias is appended. */
    record Code(long id, int label, double[] features) {

        private Feature[] nodes() {
            Feature[] nodes = new Feature[features.length + 1];
            for (int j = 0; j < features.length; j++) {
                nodes[j] = new FeatureNode(j + 1, features[j]);
            }
            nodes[features.length] = new FeatureNode(features.length + 1, 1);
            return nodes;
        }
    }

    static LiblinearOracle choose(List<Code> train, List<Code> valid, List<Double> costs) {
        Linear.disableDebugOutput();
        Problem problem = new Problem();
        problem.l = train.size();
        problem.n = train.get(0).features().length + 1;
        problem.bias = 1;
        problem.x = train.stream().map(Code::nodes).toArray(Feature[][]::new);
        problem.y = train.stream().mapToDouble(Code::label).toArray();
        LiblinearOracle best = null;
        for (double cost : costs) {
            Model model = Linear.train(problem, new Parameter(SolverType.L2R_L2LOSS_SVC, cost, 1e-6));
            LiblinearOracle oracle = new LiblinearOracle(model, cost);
            if (best == null || oracle.misclassified(valid).length < best.misclassified(valid).length) {
                best = oracle;
            }
        }
        return best;
    }

    /** Returns the mean of {@code max(0, 1 - y s)^2} over rows of two classes. */
    double squaredHinge(List<Code> rows) {
        return rows.stream()
                .mapToDouble(row -> {
                    double[] score = new double[1];
                    Linear.predictValues(model, row.nodes(), score);
                    double margin = row.label() == model.getLabels()[0] ? score[0] : -score[0];
                    return Math.pow(Math.max(0, 1 - margin), 2);
                })
                .average()
                .orElseThrow();
    }

    /** Returns the ids of the misclassified rows, ascending. */
    long[] misclassified(List<Code> rows) {
        return rows.stream()
                .filter(row -> Linear.predict(model, row.nodes()) != row.label())
                .mapToLong(Code::id)
                .sorted()
                .toArray();
    }
}
