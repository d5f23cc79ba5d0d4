package io.jointae.evaluate;

import io.jointae.base.InvalidInputException;
import io.jointae.base.text.Count;
import io.jointae.data.PreparedDataset;
import io.jointae.data.Split;
import io.jointae.evaluate.data.EvaluationCache;
import io.jointae.evaluate.data.ModelOnDataset;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.evaluate.finetune.FineTuning;
import io.jointae.evaluate.finetune.FinetuneDivergedException;
import io.jointae.evaluate.finetune.FinetuneOptions;
import io.jointae.evaluate.finetune.FinetuneProgress;
import io.jointae.evaluate.finetune.FinetuneRounds;
import io.jointae.evaluate.finetune.FinetuneTask;
import io.jointae.evaluate.finetune.HeartbeatProgress;
import io.jointae.evaluate.finetune.Perceptron;
import io.jointae.evaluate.finetune.Predictions;
import io.jointae.results.Metric;
import io.jointae.results.MetricName;
import io.jointae.results.ResultRow;
import io.jointae.results.Tuning;
import io.jointae.spark.RddResults;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.statistics.CodeStatistics;
import io.jointae.statistics.Confidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * Measures the error of a trained stack after fine-tuning (Tables V-VII). One worker trains in a single Spark task per
 * learning rate. The task holds the training and validation rows as single-precision numbers (4 bytes per value, 188 MB
 * for MNIST), so they must fit into the heap of an executor. It uses one core, so several learning rates and models are
 * fine-tuned in parallel. Several workers train in rounds, each on its part of the rows, with one learning rate after the
 * other: see {@link FinetuneRounds}. The test rows are classified in the tasks that read them.
 *
 * @param options optimizer, learning rates, stopping rule and workers
 * @param progress receives a line of progress about every ten seconds
 */
public record FinetuneEvaluation(FinetuneOptions options, Consumer<String> progress)
        implements Evaluation<FinetuneOutcome> {

    /** The name of this evaluation in commands and sweep files. */
    public static final String NAME = "finetune";

    private static final String BEST_RATE = "finetune-best-learning-rate";

    /** Checks that there are options. */
    public FinetuneEvaluation {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(progress, "progress");
    }

    /** Creates an evaluation that reports no progress. */
    public FinetuneEvaluation(FinetuneOptions options) {
        this(options, line -> {});
    }

    /** Returns how a network is tuned where codes are computed so: in single precision. */
    public static Arithmetic arithmetic(Arithmetic ofCodes) {
        return Arithmetic.of(ofCodes.engine());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<MetricName> metrics(int depth) {
        return List.of(Metric.FINETUNE_ERROR.metricName());
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException if a split is empty, the dataset has no labels or its rows do not fit into one task
     *     or if fine-tuning diverges with every learning rate; then the cause is a {@link FinetuneDivergedException}
     */
    @Override
    public FinetuneOutcome evaluate(ModelOnDataset given, EvaluationCache cache) {
        ModelOnDataset subject = given.with(arithmetic(given.arithmetic()));
        PreparedDataset data = subject.data();
        for (Split split : Split.values()) {
            subject.requireRows(split, "fine-tuning needs training, validation and test rows");
        }
        if (data.classes() < 2) {
            throw InvalidInputException.of(
                    "%s: the dataset has %s, but fine-tuning needs 2 or more: prepare the dataset with labels.",
                    data.dir(), Count.of(data.classes(), "class", "classes"));
        }
        CodeStatistics codes = cache.codes(subject);
        long start = System.nanoTime();
        FineTuning tuning = tune(subject, cache);
        long[] misclassified = misclassified(subject, tuning.best(), cache);
        double seconds = (System.nanoTime() - start) * 1e-9;
        SortedMap<String, String> chosen = options.toMap();
        chosen.put(BEST_RATE, Double.toString(tuning.learningRate()));
        chosen.put("finetune-best-epoch", Integer.toString(tuning.bestEpoch()));
        Tuning choices = Tuning.of(Predictions.lossOf(tuning.score()), BEST_RATE, options.learningRates());
        return new FinetuneOutcome(
                List.of(
                        row(subject, chosen, Split.VALID, Predictions.errorsOf(tuning.score()), seconds)
                                .with(codes)
                                .with(choices),
                        row(subject, chosen, Split.TEST, misclassified.length, seconds)
                                .with(codes)
                                .with(choices)),
                new FinetuneOutcome.TestErrors(misclassified, data.count(Split.TEST)),
                tuning.best(),
                tuning.learningRate(),
                tuning.bestEpoch(),
                tuning.validationErrors(),
                1000 * tuning.seconds() / tuning.steps());
    }

    private static ResultRow row(
            ModelOnDataset subject, SortedMap<String, String> chosen, Split split, long errors, double seconds) {
        long rows = subject.data().count(split);
        double ci95 = Confidence.errorPercent95(errors, rows);
        return subject.row(chosen, Metric.FINETUNE_ERROR.id(), split, 100.0 * errors / rows, ci95, seconds);
    }

    /** Fine-tunes with every learning rate and returns the best result; the first one wins among equal scores. */
    private FineTuning tune(ModelOnDataset subject, EvaluationCache cache) {
        PreparedDataset data = subject.data();
        FinetuneTask.Inputs inputs = new FinetuneTask.Inputs(
                data.dir(), data.width(), data.classes(), data.count(Split.TRAIN), data.count(Split.VALID));
        FinetuneProgress watch = new FinetuneProgress(subject.describe(), options.epochs(), progress);
        return options.averaging().workers() == 1 && subject.arithmetic().engine() == EngineKind.ND4J
                ? tuneInTasks(subject, cache, inputs, watch)
                : tuneInRounds(subject, cache, inputs, watch);
    }

    /** Fine-tunes with all learning rates at the same time, each in one task. */
    private FineTuning tuneInTasks(
            ModelOnDataset subject, EvaluationCache cache, FinetuneTask.Inputs inputs, FinetuneProgress watch) {
        PreparedDataset data = subject.data();
        JavaRDD<RowBlock> train = cache.pixels(data, Split.TRAIN).coalesce(1);
        JavaRDD<RowBlock> valid = cache.pixels(data, Split.VALID).coalesce(1);
        SparkContext context = cache.context().sc();
        List<HeartbeatProgress> listeners = new ArrayList<>();
        List<JavaFutureAction<List<FinetuneTask.TaskResult>>> jobs = new ArrayList<>();
        try {
            for (double learningRate : options.learningRates()) {
                LongAccumulator epochs = context.longAccumulator("epochs with learning rate " + learningRate);
                listeners.add(new HeartbeatProgress(context, epochs, learningRate, watch));
                FinetuneTask task = new FinetuneTask(
                        cache.model(subject), inputs, options, learningRate, subject.describe(), epochs);
                jobs.add(train.zipPartitions(valid, task::run).collectAsync());
            }
            return best(await(jobs, subject.describe()));
        } finally {
            listeners.forEach(HeartbeatProgress::close);
        }
    }

    /** Fine-tunes with one learning rate after the other, each with all workers. */
    private FineTuning tuneInRounds(
            ModelOnDataset subject, EvaluationCache cache, FinetuneTask.Inputs inputs, FinetuneProgress watch) {
        PreparedDataset data = subject.data();
        List<FinetuneTask.TaskResult> results = new ArrayList<>();
        try (FinetuneRounds rounds = new FinetuneRounds(
                cache.context(),
                cache.pixels(data, Split.TRAIN),
                cache.pixels(data, Split.VALID),
                Perceptron.over(subject.model().model(), data.classes()),
                inputs,
                options,
                subject.arithmetic())) {
            for (double learningRate : options.learningRates()) {
                try {
                    FineTuning tuning = rounds.run(learningRate, subject.describe(), watch.next());
                    results.add(new FinetuneTask.TaskResult(tuning, null));
                } catch (InvalidInputException | FinetuneDivergedException failure) {
                    results.add(new FinetuneTask.TaskResult(null, failure));
                }
            }
        }
        return best(results);
    }

    /**
     * Returns the best result. A learning rate with which nothing is learned loses to any other, and among those that
     * diverge the lowest one is named.
     */
    private static FineTuning best(List<FinetuneTask.TaskResult> results) {
        return results.stream()
                .map(FinetuneTask.TaskResult::tuning)
                .filter(Objects::nonNull)
                .min(Comparator.comparingDouble(FineTuning::score))
                .orElseThrow(() -> results.stream()
                        .map(FinetuneTask.TaskResult::failure)
                        .min(Comparator.comparingDouble(FinetuneEvaluation::lowestRate))
                        .map(failure ->
                                failure instanceof FinetuneDivergedException diverged ? diverged.refusal() : failure)
                        .orElseThrow());
    }

    private static double lowestRate(RuntimeException failure) {
        return failure instanceof FinetuneDivergedException diverged ? diverged.learningRate() : 0;
    }

    private static List<FinetuneTask.TaskResult> await(
            List<JavaFutureAction<List<FinetuneTask.TaskResult>>> jobs, String description) {
        List<FinetuneTask.TaskResult> results = new ArrayList<>();
        try {
            for (JavaFutureAction<List<FinetuneTask.TaskResult>> job : jobs) {
                results.add(job.get().get(0));
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(description + ": fine-tuning was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(description + ": " + e.getCause().getMessage(), e.getCause());
        } finally {
            jobs.forEach(job -> job.cancel(true));
        }
    }

    /** Returns the ids of the misclassified test rows, ascending. */
    private static long[] misclassified(ModelOnDataset subject, Perceptron network, EvaluationCache cache) {
        Arithmetic arithmetic = subject.arithmetic();
        Broadcast<Perceptron> broadcast = cache.context().broadcast(network);
        try {
            return RddResults.perPartition(
                            cache.pixels(subject.data(), Split.TEST),
                            blocks -> broadcast.value().misclassified(blocks, arithmetic))
                    .stream()
                    .flatMapToLong(LongStream::of)
                    .sorted()
                    .toArray();
        } finally {
            broadcast.destroy();
        }
    }
}
