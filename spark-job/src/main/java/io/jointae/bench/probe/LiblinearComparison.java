package io.jointae.bench.probe;

import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.svm.LinearClassifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** Compares the time and the objectives of trained linear SVMs with those of liblinear-java. */
public final class LiblinearComparison {

    /** The tolerance of liblinear's command line. */
    private static final double TOLERANCE = 0.1;

    private LiblinearComparison() {}

    /**
     * Trains with liblinear, if its jar is on the class path, and adds the comparison.
     *
     * @param rows returns the training rows
     * @param costs costs C
     * @param ours one classifier per cost
     * @param ourSeconds the time in which they were trained
     * @param peers receives the ratio of the times
     * @param notes receives the largest ratio of the objectives, or why there is none
     */
    public static void add(
            Supplier<RowBlock> rows,
            double[] costs,
            List<LinearClassifier> ours,
            double ourSeconds,
            SortedMap<String, Double> peers,
            SortedMap<String, String> notes) {
        Optional<LiblinearPeer> peer = LiblinearPeer.find();
        if (peer.isEmpty()) {
            notes.put("liblinear", "not on the class path");
            return;
        }
        RowBlock all = rows.get();
        double seconds = 0;
        double worst = 0;
        StringBuilder each = new StringBuilder();
        for (int c = 0; c < costs.length; c++) {
            LiblinearPeer.TimedClassifier other = peer.get().train(all, costs[c], TOLERANCE);
            seconds += other.seconds();
            double ratio = objective(all, ours.get(c), costs[c]) / objective(all, other.classifier(), costs[c]);
            worst = Math.max(worst, ratio);
            each.append(String.format(Locale.ROOT, "%s %.1f s", c == 0 ? "" : ",", other.seconds()));
        }
        peers.put("liblinear-java", seconds / ourSeconds);
        notes.put("liblinear-seconds", each.toString().strip());
        notes.put(
                "objective",
                String.format(Locale.ROOT, "at most %.6f times the objective of liblinear at every C", worst));
    }

    /** Returns the objective of the L2-regularized squared hinge loss, summed over all classes. */
    private static double objective(RowBlock rows, LinearClassifier classifier, double cost) {
        int size = rows.width() + 1;
        double objective = 0;
        for (int k = 0; k < classifier.classes().length; k++) {
            float[] w = Arrays.copyOfRange(classifier.weights(), k * size, (k + 1) * size);
            for (float weight : w) {
                objective += (double) weight * weight / 2;
            }
            for (int i = 0; i < rows.rows(); i++) {
                double margin = w[size - 1];
                for (int j = 0; j < size - 1; j++) {
                    margin += (double) w[j] * rows.values()[i * (size - 1) + j];
                }
                double slack = Math.max(0, 1 - (rows.labels()[i] == classifier.classes()[k] ? margin : -margin));
                objective += cost * slack * slack;
            }
        }
        return objective;
    }
}
