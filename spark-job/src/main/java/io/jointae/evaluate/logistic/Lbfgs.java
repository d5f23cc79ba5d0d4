package io.jointae.evaluate.logistic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimizes a smooth convex function by L-BFGS (Nocedal and Wright 2006, algorithm 7.5) with a line search that finds a
 * step of the weak Wolfe conditions by doubling and bisection. Breeze, which Spark contains, has L-BFGS too, but its
 * functions are Scala traits that Java classes cannot implement.
 */
final class Lbfgs {

    private static final int MOST_PAIRS = 10;
    private static final int MOST_ITERATIONS = 1000;
    private static final int MOST_TRIALS = 25;
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;

    private Lbfgs() {}

    /** A function with its gradient. */
    interface Objective {

        /**
         * Returns the value at a point.
         *
         * @param x the point
         * @param gradient as long as {@code x}; receives the gradient
         */
        double at(double[] x, double[] gradient);
    }

    /** A step, the change of the gradient along it, and the inverse of their inner product. */
    private record Pair(double[] step, double[] change, double inverse) {}

    /** A point with the value and the gradient of the function. */
    private record Point(double[] x, double value, double[] gradient) {

        static Point at(Objective objective, double[] x) {
            double[] gradient = new double[x.length];
            double value = objective.at(x, gradient);
            return new Point(x, value, gradient);
        }
    }

    /**
     * Returns a point at which no element of the gradient is larger than the tolerance. If rounding errors of the function
     * prevent that, it returns the lowest point that was found.
     *
     * @param start the first point; it is not modified
     */
    static double[] minimize(Objective objective, double[] start, double tolerance) {
        Deque<Pair> pairs = new ArrayDeque<>();
        Point point = Point.at(objective, start.clone());
        for (int i = 0; i < MOST_ITERATIONS && largest(point.gradient()) > tolerance; i++) {
            double[] direction = direction(point.gradient(), pairs);
            Point next = search(objective, point, direction, pairs.isEmpty());
            if (next == null) {
                return point.x();
            }
            double[] step = difference(next.x(), point.x());
            double[] change = difference(next.gradient(), point.gradient());
            double curvature = dot(step, change);
            if (curvature > 1e-14 * Math.sqrt(dot(step, step) * dot(change, change))) {
                if (pairs.size() == MOST_PAIRS) {
                    pairs.removeFirst();
                }
                pairs.addLast(new Pair(step, change, 1 / curvature));
            }
            point = next;
        }
        return point.x();
    }

    /** Returns the point at an acceptable step; null if rounding errors hide every decrease. */
    private static Point search(Objective objective, Point from, double[] direction, boolean firstStep) {
        double slope = dot(from.gradient(), direction);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double step = firstStep ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
        Point best = null;
        for (int trial = 0; trial < MOST_TRIALS; trial++) {
            double[] x = from.x().clone();
            for (int i = 0; i < x.length; i++) {
                x[i] += step * direction[i];
            }
            Point reached = Point.at(objective, x);
            if (!(reached.value() <= from.value() + DECREASE * step * slope)) {
                high = step;
            } else {
                best = reached;
                if (dot(reached.gradient(), direction) >= CURVATURE * slope) {
                    return reached;
                }
                low = step;
            }
            step = Double.isInfinite(high) ? 2 * step : (low + high) / 2;
        }
        return best;
    }

    /** Returns the descent direction: the negative gradient times the approximate inverse of the Hessian. */
    private static double[] direction(double[] gradient, Deque<Pair> pairs) {
        double[] direction = new double[gradient.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = -gradient[i];
        }
        double[] weights = new double[pairs.size()];
        int at = weights.length;
        for (Iterator<Pair> newestFirst = pairs.descendingIterator(); newestFirst.hasNext(); ) {
            Pair pair = newestFirst.next();
            weights[--at] = pair.inverse() * dot(pair.step(), direction);
            add(direction, -weights[at], pair.change());
        }
        if (!pairs.isEmpty()) {
            Pair newest = pairs.getLast();
            double scale = 1 / (newest.inverse() * dot(newest.change(), newest.change()));
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= scale;
            }
        }
        for (Pair pair : pairs) {
            double correction = weights[at++] - pair.inverse() * dot(pair.change(), direction);
            add(direction, correction, pair.step());
        }
        return direction;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, -1, b);
        return difference;
    }

    private static void add(double[] into, double factor, double[] values) {
        for (int i = 0; i < into.length; i++) {
            into[i] += factor * values[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
