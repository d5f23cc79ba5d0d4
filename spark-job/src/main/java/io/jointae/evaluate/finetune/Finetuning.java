package io.jointae.evaluate.finetune;

import io.jointae.base.BadInput;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.Cached;
import io.jointae.evaluate.Confidence;
import io.jointae.evaluate.Evaluated;
import io.jointae.evaluate.blocks.RowBlock;
import io.jointae.model.ModelDirectory;
import io.jointae.model.StackedAutoEncoder;
import io.jointae.node.TaskDevice;
import io.jointae.results.Metric;
import io.jointae.results.ResultRow;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Fine-tunes trained stacks (Tables V-VII). Training runs in a single task, which holds the training and the
 * validation rows as plain floats: 4 bytes a value, 188 MB for MNIST, bounded by the executor's heap; one core a
 * model, so that several run side by side. The test rows are classified where they are.
 */
public final class Finetuning {

    private static final String METRIC = Metric.FINETUNE_ERROR.text();

    private final FinetuneOptions options;

    public Finetuning(FinetuneOptions options) {
        this.options = options;
    }

    /**
     * One fine-tuned model.
     *
     * @param rows error in percent on valid and test, with its 95 % interval
     * @param network best epoch's; {@link Perceptron#network} gives the DL4J network
     * @param errors wrong validation rows after each epoch
     * @param millisecondsPerStep mean, evaluation on the validation rows included
     */
    public record Finetuned(
            List<ResultRow> rows, Perceptron network, int bestEpoch, List<Long> errors, double millisecondsPerStep) {}

    /** The rows alone. */
    public static List<ResultRow> evaluate(
            SparkSession spark, ModelDirectory model, PreparedDataset data, FinetuneOptions options) {
        Evaluated evaluated = new Evaluated(model, data);
        try (Cached cached = Cached.single(spark)) {
            return new Finetuning(options).evaluate(evaluated, cached).rows();
        }
    }

    /** @throws BadInput if a split is empty, there are no labels, or the rows do not fit into one task */
    public Finetuned evaluate(Evaluated evaluated, Cached cached) {
        PreparedDataset data = evaluated.data();
        for (Split split : Split.values()) {
            evaluated.requireRows(split, "and fine-tuning trains, stops early and is tested on the three of them");
        }
        if (data.classes() < 2) {
            throw BadInput.of("%s: %d classes, and fine-tuning needs 2 or more", data.dir(), data.classes());
        }
        long start = System.nanoTime();
        FineTuner.Outcome tuned = tune(evaluated, cached);
        long wrong = test(data, tuned.best(), cached);
        double seconds = (System.nanoTime() - start) * 1e-9;
        SortedMap<String, String> chosen = options.toMap();
        chosen.put("finetune-best-epoch", Integer.toString(tuned.bestEpoch()));
        long validErrors =
                tuned.errors().stream().mapToLong(Long::longValue).min().orElseThrow();
        return new Finetuned(
                List.of(
                        row(evaluated, chosen, Split.VALID, validErrors, seconds),
                        row(evaluated, chosen, Split.TEST, wrong, seconds)),
                tuned.best(),
                tuned.bestEpoch(),
                tuned.errors(),
                1000 * tuned.seconds() / tuned.steps());
    }

    private static ResultRow row(
            Evaluated evaluated, SortedMap<String, String> chosen, Split split, long wrong, double seconds) {
        long rows = evaluated.data().count(split);
        double ci95 = Confidence.errorPercent95(wrong, rows);
        return evaluated.row(chosen, METRIC, split, 100.0 * wrong / rows, ci95, seconds);
    }

    private FineTuner.Outcome tune(Evaluated evaluated, Cached cached) {
        PreparedDataset data = evaluated.data();
        Broadcast<StackedAutoEncoder> model = cached.model(evaluated.model().model());
        JavaRDD<RowBlock> train = cached.pixels(data, Split.TRAIN).coalesce(1);
        JavaRDD<RowBlock> valid = cached.pixels(data, Split.VALID).coalesce(1);
        Task task = new Task(
                model,
                data.classes(),
                data.width(),
                data.count(Split.TRAIN),
                data.count(Split.VALID),
                options,
                evaluated.words(),
                data.dir());
        Ended ended = train.zipPartitions(valid, task::run).collect().get(0);
        if (ended.mistake() != null) {
            throw new BadInput(ended.mistake());
        }
        return ended.outcome();
    }

    /**
     * @param outcome null where there was a mistake
     * @param mistake the user's; thrown in the task, Spark would try it again and again
     */
    private record Ended(FineTuner.Outcome outcome, String mistake) implements Serializable {}

    /** What the one task needs to know beside the rows. */
    private record Task(
            Broadcast<StackedAutoEncoder> model,
            int classes,
            int width,
            long train,
            long valid,
            FinetuneOptions options,
            String name,
            String dir)
            implements Serializable {

        Iterator<Ended> run(Iterator<RowBlock> trainRows, Iterator<RowBlock> validRows) {
            TaskDevice.select();
            try {
                Perceptron start = Perceptron.over(model.value(), classes, options.seed());
                LabelledRows training = new LabelledRows(trainRows, train, width, dir);
                LabelledRows validation = new LabelledRows(validRows, valid, width, dir);
                FineTuner.Outcome outcome = FineTuner.run(start, training, validation, options, name);
                return List.of(new Ended(outcome, null)).iterator();
            } catch (BadInput mistake) {
                return List.of(new Ended(null, mistake.getMessage())).iterator();
            }
        }
    }

    /** Wrong test rows. */
    private long test(PreparedDataset data, Perceptron network, Cached cached) {
        Broadcast<Perceptron> shipped = cached.context().broadcast(network);
        double learningRate = options.learningRate();
        try {
            return cached.pixels(data, Split.TEST)
                    .mapPartitions(blocks ->
                            List.of(count(shipped, learningRate, blocks)).iterator())
                    .reduce(Long::sum);
        } finally {
            shipped.destroy();
        }
    }

    private static long count(Broadcast<Perceptron> network, double learningRate, Iterator<RowBlock> blocks) {
        TaskDevice.select();
        return Predictions.wrong(network.value().network(learningRate), blocks);
    }
}
