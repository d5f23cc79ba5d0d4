package io.jointae.results;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jointae.base.InvalidInputException;
import io.jointae.base.Json;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The quality of one model trained with several numbers of workers at equal epochs, and the predicted time to the cost of
 * a single worker: what {@code bench quality} stores in {@link #FILE} of its results folder. Costs are means per
 * validation example.
 *
 * @param subject the model that was trained
 * @param target the cost to which times are predicted
 * @param conditions the assumptions of the predicted times
 * @param points the settings that were trained, by workers and outer optimizer
 */
public record QualityStudy(Subject subject, Target target, Conditions conditions, List<Point> points) {

    /** The name of the file in a results folder. */
    public static final String FILE = "quality.json";

    /**
     * The model that was trained.
     *
     * @param dataset the name of the dataset
     * @param model the name of the model, such as {@code DAE-2J}
     * @param examples the number of training examples
     * @param epochs the number of epochs of every setting, over all phases
     */
    public record Subject(String dataset, String model, long examples, int epochs) {}

    /**
     * The cost to which times are predicted.
     *
     * @param singleWorkerCost the lowest final cost of a single worker over the learning rates
     * @param tolerancePercent the percentage of this cost that is added to it
     */
    public record Target(double singleWorkerCost, double tolerancePercent) {

        /** Returns the cost that has to be reached. */
        @JsonIgnore
        public double cost() {
            return singleWorkerCost * (1 + tolerancePercent / 100);
        }
    }

    /**
     * The assumptions of the predicted times, for one executor per worker.
     *
     * @param stepMilliseconds the time of a training step of one worker
     * @param round the costs of a round without its transfers, as one phrase
     * @param megabytesPerRound the size of parameters and optimizer state
     * @param gigabits the bandwidth of every node's link, in gigabits per second
     * @param latencyMilliseconds the latency between two nodes
     * @param cores the number of tasks that ran at the same time; with more workers than this, workers were simulated
     */
    public record Conditions(
            double stepMilliseconds,
            String round,
            double megabytesPerRound,
            double gigabits,
            double latencyMilliseconds,
            int cores) {}

    /**
     * The options that differ between the points.
     *
     * @param workers the number of workers
     * @param averagingFrequency the number of steps of each worker between two averagings; 0 averages once per epoch
     * @param outerOptimizer the name of the outer optimizer
     * @param outerLearningRate the learning rate of the outer optimizer; 1 for the plain average
     * @param outerMomentum the momentum of the outer optimizer; 0 for the plain average
     * @param learningRate the learning rate of the workers
     */
    public record Setting(
            int workers,
            int averagingFrequency,
            String outerOptimizer,
            double outerLearningRate,
            double outerMomentum,
            double learningRate) {}

    /**
     * The quality after the last epoch.
     *
     * @param corruptedCost the cost of reconstructing corrupted validation examples; null if no layer corrupts
     * @param cleanCost the cost of reconstructing clean validation examples
     * @param svmError the error of a linear SVM on the features of the test examples, in percent; null if not measured
     * @param svmInterval the half width of the 95 % confidence interval of the error; null if not measured
     */
    public record Quality(Double corruptedCost, double cleanCost, Double svmError, Double svmInterval) {

        /** Returns the cost that is compared with the target: the corrupted one if there is one. */
        @JsonIgnore
        public double cost() {
            return corruptedCost == null ? cleanCost : corruptedCost;
        }
    }

    /**
     * A setting and its results.
     *
     * @param setting the options
     * @param quality the quality after the last epoch
     * @param epochsToTarget the number of epochs after which the cost reached the target; null if it did not
     * @param secondsToTarget the predicted time of these epochs; null if the target was not reached
     */
    public record Point(Setting setting, Quality quality, Integer epochsToTarget, Double secondsToTarget) {

        /** Returns whether this is the single worker. */
        @JsonIgnore
        public boolean isSingle() {
            return setting.workers() == 1;
        }
    }

    public QualityStudy {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(conditions, "conditions");
        points = List.copyOf(points);
    }

    /** Returns whether any point has more workers than tasks ran at the same time. */
    @JsonIgnore
    public boolean isSimulated() {
        return points.stream().anyMatch(point -> point.setting().workers() > conditions.cores());
    }

    /** Returns the numbers of workers and outer optimizers, each with its best point, in the order of the points. */
    public List<Point> bestPoints() {
        return points.stream().filter(point -> point == best(point.setting())).toList();
    }

    /** Returns the point with the lowest cost among those with the same workers and outer optimizer as a setting. */
    private Point best(Setting like) {
        return points.stream()
                .filter(point -> point.setting().workers() == like.workers()
                        && point.setting().outerOptimizer().equals(like.outerOptimizer()))
                .min(Comparator.comparingDouble(point -> point.quality().cost()))
                .orElseThrow();
    }

    /** Returns by how many percent the cost of a point is above that of the single worker. */
    public double percentAbove(Point point) {
        return 100 * (point.quality().cost() / target.singleWorkerCost() - 1);
    }

    /**
     * Returns the study of a results folder; empty if it has none.
     *
     * @throws InvalidInputException if the file cannot be read
     */
    public static Optional<QualityStudy> find(Configuration conf, String results) throws IOException {
        Path file = new Path(results, FILE);
        return file.getFileSystem(conf).exists(file)
                ? Optional.of(Json.read(conf, file, QualityStudy.class))
                : Optional.empty();
    }
}
