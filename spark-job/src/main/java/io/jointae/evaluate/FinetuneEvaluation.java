package io.jointae.evaluate;

import io.jointae.base.InvalidInputException;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.finetune.FineTuner;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.finetune.LabeledRows;
import io.jointae.evaluate.finetune.Perceptron;
import io.jointae.evaluate.finetune.Predictions;
import io.jointae.model.ModelDirectory;
import io.jointae.results.Metric;
import io.jointae.results.ResultRow;
import io.jointae.runtime.TaskDevice;
import io.jointae.stack.StackModel;
import io.jointae.statistics.Confidence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Fine-tunes trained stacks (Tables V-VII). Training runs in a single task, which holds the training and the
 * validation rows as plain floats: 4 bytes a value, 188 MB for MNIST, bounded by the executor's heap; one core a
 * model and learning rate, so that several run side by side. The test rows are classified where they are.
 */
public final class FinetuneEvaluation {

    private static final String METRIC = Metric.FINETUNE_ERROR.id();

    private final FinetuneOptions options;

    public FinetuneEvaluation(FinetuneOptions options) {
        this.options = options;
    }

    /**
     * One fine-tuned model.
     *
     * @param rows error in percent on valid and test, with its 95 % interval
     * @param network best epoch's; {@link Perceptron#network} gives the DL4J network
     * @param learningRate of the grid, with which it came out
     * @param errors wrong validation rows after each epoch
     * @param millisecondsPerStep mean, evaluation on the validation rows included
     */
    public record Finetuned(
            List<ResultRow> rows,
            Perceptron network,
            double learningRate,
            int bestEpoch,
            List<Long> errors,
            double millisecondsPerStep) {}

    /** The rows alone. */
    public static List<ResultRow> evaluate(
            SparkSession spark, ModelDirectory model, PreparedDataset data, FinetuneOptions options) {
        ModelOnDataset evaluated = new ModelOnDataset(model, data);
        try (EvaluationCache cached = EvaluationCache.single(spark)) {
            return new FinetuneEvaluation(options).evaluate(evaluated, cached).rows();
        }
    }

    /** @throws InvalidInputException if a split is empty, there are no labels, or the rows do not fit into one task */
    public Finetuned evaluate(ModelOnDataset evaluated, EvaluationCache cached) {
        PreparedDataset data = evaluated.data();
        for (Split split : Split.values()) {
            evaluated.requireRows(split, "and fine-tuning trains, stops early and is tested on the three of them");
        }
        if (data.classes() < 2) {
            throw InvalidInputException.of(
                    "%s: %d classes, and fine-tuning needs 2 or more", data.dir(), data.classes());
        }
        long start = System.nanoTime();
        FineTuner.Outcome tuned = tune(evaluated, cached);
        long wrong = test(data, tuned.best(), cached);
        double seconds = (System.nanoTime() - start) * 1e-9;
        SortedMap<String, String> chosen = options.toMap();
        chosen.put("finetune-best-learning-rate", Double.toString(tuned.learningRate()));
        chosen.put("finetune-best-epoch", Integer.toString(tuned.bestEpoch()));
        return new Finetuned(
                List.of(
                        row(evaluated, chosen, Split.VALID, Predictions.wrongOf(tuned.score()), seconds),
                        row(evaluated, chosen, Split.TEST, wrong, seconds)),
                tuned.best(),
                tuned.learningRate(),
                tuned.bestEpoch(),
                tuned.errors(),
                1000 * tuned.seconds() / tuned.steps());
    }

    private static ResultRow row(
            ModelOnDataset evaluated, SortedMap<String, String> chosen, Split split, long wrong, double seconds) {
        long rows = evaluated.data().count(split);
        double ci95 = Confidence.errorPercent95(wrong, rows);
        return evaluated.row(chosen, METRIC, split, 100.0 * wrong / rows, ci95, seconds);
    }

    /** The best over the learning rates, which run side by side. */
    private FineTuner.Outcome tune(ModelOnDataset evaluated, EvaluationCache cached) {
        PreparedDataset data = evaluated.data();
        Broadcast<StackModel> model = cached.model(evaluated.model().model());
        JavaRDD<RowBlock> train = cached.pixels(data, Split.TRAIN).coalesce(1);
        JavaRDD<RowBlock> valid = cached.pixels(data, Split.VALID).coalesce(1);
        List<JavaFutureAction<List<Ended>>> running = new ArrayList<>();
        for (double learningRate : options.learningRates()) {
            Task task = new Task(
                    model,
                    data.classes(),
                    data.width(),
                    data.count(Split.TRAIN),
                    data.count(Split.VALID),
                    options,
                    learningRate,
                    evaluated.describe(),
                    data.dir());
            running.add(train.zipPartitions(valid, task::run).collectAsync());
        }
        List<Ended> ended = new ArrayList<>();
        try {
            for (JavaFutureAction<List<Ended>> each : running) {
                ended.add(each.get().get(0));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(evaluated.describe() + ": interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    evaluated.describe() + ": " + e.getCause().getMessage(), e.getCause());
        } finally {
            running.forEach(each -> each.cancel(true));
        }
        // Of equals the first; a rate with which nothing is learnt loses to any other.
        return ended.stream()
                .map(Ended::outcome)
                .filter(Objects::nonNull)
                .min(Comparator.comparingDouble(FineTuner.Outcome::score))
                .orElseThrow(() -> new InvalidInputException(ended.get(0).mistake()));
    }

    /**
     * @param outcome null where there was a mistake
     * @param mistake the user's; thrown in the task, Spark would try it again and again
     */
    private record Ended(FineTuner.Outcome outcome, String mistake) implements Serializable {}

    /** What the one task needs to know beside the rows. */
    private record Task(
            Broadcast<StackModel> model,
            int classes,
            int width,
            long train,
            long valid,
            FinetuneOptions options,
            double learningRate,
            String name,
            String dir)
            implements Serializable {

        Iterator<Ended> run(Iterator<RowBlock> trainRows, Iterator<RowBlock> validRows) {
            TaskDevice.select();
            try {
                Perceptron start = Perceptron.over(model.value(), classes);
                LabeledRows training = new LabeledRows(trainRows, train, width, dir);
                LabeledRows validation = new LabeledRows(validRows, valid, width, dir);
                FineTuner.Outcome outcome = FineTuner.run(start, training, validation, options, learningRate, name);
                return List.of(new Ended(outcome, null)).iterator();
            } catch (InvalidInputException mistake) {
                return List.of(new Ended(null, mistake.getMessage())).iterator();
            }
        }
    }

    /** Wrong test rows. */
    private long test(PreparedDataset data, Perceptron network, EvaluationCache cached) {
        Broadcast<Perceptron> shipped = cached.context().broadcast(network);
        try {
            return cached.pixels(data, Split.TEST)
                    .mapPartitions(blocks -> List.of(count(shipped, blocks)).iterator())
                    .reduce(Long::sum);
        } finally {
            shipped.destroy();
        }
    }

    private static long count(Broadcast<Perceptron> shipped, Iterator<RowBlock> blocks) {
        TaskDevice.select();
        Perceptron network = shipped.value();
        return Predictions.wrong(network.network(), blocks, network.classes());
    }
}
