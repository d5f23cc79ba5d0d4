package io.jointae.bench;

import io.jointae.train.scaling.RoundCosts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;

/**
 * Fits {@link RoundCosts} to measured rounds. The two costs of the driver are fitted to its processor time, as if it had
 * one thread; the others are fitted to the time of the rounds.
 */
final class RoundFit {

    /** The smallest fraction of a round that the fit attributes to the workers. */
    private static final double MIN_WORKER_FRACTION = 0.01;

    /**
     * A round that was measured on this machine, where transfers between executors take no time.
     *
     * @param workers the number of workers that shared the machine
     * @param bytes the size of parameters and optimizer state
     * @param seconds the time of the round
     * @param driverSeconds the processor time of the driver
     */
    record MeasuredRound(int workers, double bytes, double seconds, double driverSeconds) {}

    private RoundFit() {}

    /**
     * Returns the costs that fit measured rounds best.
     *
     * @param rounds the measured rounds
     * @param cores the number of cores that the workers shared
     */
    static RoundCosts of(List<MeasuredRound> rounds, int cores) {
        double[] driver =
                fit(rounds, round -> new double[] {1, round.workers(), round.bytes()}, MeasuredRound::driverSeconds);
        double[] rest = fit(
                rounds,
                round -> new double[] {1, round.workers() / (double) cores, round.bytes() * round.workers() / cores},
                round -> Math.max(
                        MIN_WORKER_FRACTION * round.seconds(),
                        round.seconds() - driver[1] * round.workers() - driver[2] * round.bytes()));
        return new RoundCosts(rest[0], driver[1], driver[2], rest[1], rest[2]);
    }

    /**
     * Returns the coefficients that minimize the squared relative errors. Negative coefficients are set to 0, one after
     * the other, and the others are fitted again.
     */
    private static double[] fit(
            List<MeasuredRound> rounds,
            Function<MeasuredRound, double[]> terms,
            ToDoubleFunction<MeasuredRound> value) {
        double[][] rows = rounds.stream()
                .map(round -> Arrays.stream(terms.apply(round))
                        .map(term -> term / value.applyAsDouble(round))
                        .toArray())
                .toArray(double[][]::new);
        List<Integer> usedTerms =
                new ArrayList<>(IntStream.range(0, rows[0].length).boxed().toList());
        while (true) {
            double[] coefficients = solve(rows, usedTerms);
            int lowest = IntStream.range(0, coefficients.length)
                    .boxed()
                    .min(Comparator.comparingDouble(k -> coefficients[k]))
                    .orElseThrow();
            if (coefficients[lowest] >= 0) {
                double[] all = new double[rows[0].length];
                for (int k = 0; k < coefficients.length; k++) {
                    all[usedTerms.get(k)] = coefficients[k];
                }
                return all;
            }
            usedTerms.remove(lowest);
        }
    }

    /** Returns the least-squares combination of the used columns that approximates 1 in every row. */
    private static double[] solve(double[][] rows, List<Integer> usedTerms) {
        double[][] usedColumns = Arrays.stream(rows)
                .map(row -> usedTerms.stream().mapToDouble(k -> row[k]).toArray())
                .toArray(double[][]::new);
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        return new QRDecomposition(new Array2DRowRealMatrix(usedColumns, false))
                .getSolver()
                .solve(new ArrayRealVector(ones, false))
                .toArray();
    }
}
