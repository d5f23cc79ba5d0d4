package io.jointae.statistics;

/**
 * The effective rank of a matrix: how many directions its rows use. It is {@code exp(-sum_k p_k ln p_k)}, where
 * {@code p_k} is the k-th singular value divided by the sum of all (Roy and Vetterli 2007, "The effective rank", equations 2
 * to 4). RankMe (Garrido et al. 2023, arXiv 2210.02885, equation 1) measures representations with it.
 */
public final class EffectiveRank {

    /** The relative rounding error of double-precision numbers. */
    private static final double EPSILON = Math.ulp(1.0);

    private EffectiveRank() {}

    /**
     * Returns the effective rank of a matrix X.
     *
     * @param eigenvalues the eigenvalues of {@code X' X} in any order: the squared singular values of X. Those that are not
     *     distinguishable from 0 in double precision count as 0
     * @return from 1 to the number of eigenvalues; 0 if all are 0
     */
    public static double ofEigenvalues(double[] eigenvalues) {
        double largest = 0;
        for (double value : eigenvalues) {
            largest = Math.max(largest, value);
        }
        double least = largest * EPSILON * eigenvalues.length;
        double sum = 0;
        double weighted = 0;
        for (double value : eigenvalues) {
            if (value > least) {
                double singular = Math.sqrt(value);
                sum += singular;
                weighted += singular * Math.log(singular);
            }
        }
        // With p = s / S, -sum p ln p = ln S - sum s ln s / S.
        return sum == 0 ? 0 : Math.exp(Math.log(sum) - weighted / sum);
    }
}
