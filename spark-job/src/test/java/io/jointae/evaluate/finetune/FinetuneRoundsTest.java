package io.jointae.evaluate.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jointae.base.InvalidInputException;
import io.jointae.data.Example;
import io.jointae.evaluate.data.RowBlock;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.RandomStreams;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.testing.Bars;
import io.jointae.testing.TestSessions;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.vector.FlatVector;
import io.jointae.train.vector.WeightedMean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Fine-tuning with several workers, on data that a network of two small layers learns. */
class FinetuneRoundsTest {

    private static final int WIDTH = 16;
    private static final int CLASSES = 2;
    static final int TRAIN = 130;
    static final int VALID = 61;
    static final FinetuneTask.Inputs INPUTS = new FinetuneTask.Inputs("bars", WIDTH, CLASSES, TRAIN, VALID);
    static final Perceptron START = Perceptron.over(
            StackModel.initial(Architecture.paper(WIDTH, List.of(LayerSpec.plain(12), LayerSpec.plain(8))), 1),
            CLASSES);

    private static SparkSession spark;
    private static JavaSparkContext context;

    @BeforeAll
    static void start() {
        spark = TestSessions.local();
        context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    static Averaging average(int workers, int frequency) {
        return new Averaging(workers, frequency, Averaging.State.AVERAGE);
    }

    static FinetuneOptions options(FinetuneOptimizer optimizer, double rate, int epochs, Averaging averaging) {
        return new FinetuneOptions(optimizer, List.of(rate), 10, epochs, 30, 5, averaging);
    }

    /** Returns the rows as blocks of 7 rows. */
    static List<RowBlock> blocks(int rows, long seed) {
        List<Example> examples = Bars.examples(rows, WIDTH, seed);
        List<RowBlock> blocks = new ArrayList<>();
        for (int from = 0; from < rows; from += 7) {
            int n = Math.min(7, rows - from);
            float[] values = new float[n * WIDTH];
            int[] labels = new int[n];
            for (int i = 0; i < n; i++) {
                System.arraycopy(examples.get(from + i).getPixels(), 0, values, i * WIDTH, WIDTH);
                labels[i] = examples.get(from + i).getLabel();
            }
            int first = from;
            blocks.add(
                    new RowBlock(IntStream.range(0, n).mapToLong(i -> first + i).toArray(), labels, values));
        }
        return blocks;
    }

    private static FineTuning tune(FinetuneOptions options, int partitions, boolean reversed) {
        List<RowBlock> train = blocks(TRAIN, 1);
        List<RowBlock> valid = blocks(VALID, 2);
        if (reversed) {
            Collections.reverse(train);
            Collections.reverse(valid);
        }
        try (FinetuneRounds rounds = new FinetuneRounds(
                context,
                context.parallelize(train, partitions),
                context.parallelize(valid, partitions),
                START,
                INPUTS,
                options,
                Arithmetic.DEFAULT)) {
            FinetuneProgress progress = new FinetuneProgress("bars", options.epochs(), line -> {});
            return rounds.run(options.learningRates().get(0), "bars", progress);
        }
    }

    private static FineTuning tune(FinetuneOptions options) {
        return tune(options, 3, false);
    }

    @Test
    void anEpochIsTheWeightedMeanOfPlainLoopsOverTheRowsOfEachWorker() {
        for (FinetuneOptimizer optimizer : FinetuneOptimizer.values()) {
            FinetuneOptions options = options(optimizer, 0.05, 1, average(3, 0));
            List<FlatVector> replicas = new ArrayList<>();
            List<FlatVector> replicasOfDl4j = new ArrayList<>();
            List<Long> examples = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++) {
                LabeledRows rows = new LabeledRows(own(worker, 3).iterator(), TRAIN, WIDTH, "bars", worker, 3);
                int[] order = RandomStreams.order(5, 0, 1, worker, rows.size());
                EngineNetwork network =
                        new EngineNetwork(ElementWise.of(DataType.FLOAT), START, optimizer.rule(), 0.05, 10);
                MultiLayerNetwork dl4j = Dl4jOracle.network(START, optimizer, 0.05);
                for (int from = 0; from < order.length; from += 10) {
                    LabeledBatch batch = rows.batch(order, from, Math.min(order.length, from + 10));
                    network.fit(batch);
                    dl4j.fit(Dl4jOracle.dataSet(batch, CLASSES));
                }
                replicas.add(new FlatVector(network.parameters()));
                replicasOfDl4j.add(new FlatVector(dl4j.params().toFloatVector()));
                examples.add((long) rows.size());
            }
            assertThat(examples).containsExactly(44L, 43L, 43L);
            assertThat(tune(options).best().parameters())
                    .as("optimizer %s", optimizer)
                    .isEqualTo(WeightedMean.of(replicas, examples).values())
                    .containsExactly(WeightedMean.of(replicasOfDl4j, examples).values(), within(2e-5f));
        }
    }

    private static List<RowBlock> own(int worker, int workers) {
        return blocks(TRAIN, 1).stream()
                .flatMap(block -> DealtRows.deal(block, workers).stream())
                .filter(part -> part._1() == worker)
                .map(part -> part._2())
                .toList();
    }

    @Test
    void theOrderOfPartitionsAndBlocksDoesNotChangeTheNumbers() {
        FinetuneOptions options = options(FinetuneOptimizer.RMSPROP, 0.01, 4, average(4, 2));
        FineTuning expected = tune(options, 1, false);
        for (int partitions : new int[] {2, 5}) {
            FineTuning other = tune(options, partitions, true);
            assertThat(other.best().parameters()).isEqualTo(expected.best().parameters());
            assertThat(other.validationErrors()).isEqualTo(expected.validationErrors());
            assertThat(other.score()).isEqualTo(expected.score());
        }
    }

    @Test
    void theAverageOnTheExecutorsIsThatOnTheDriver() {
        FinetuneOptions options = options(FinetuneOptimizer.RMSPROP, 0.01, 2, average(3, 0));
        float[] onDriver = tune(options).best().parameters();
        spark.sparkContext().conf().set("spark.jointae.average.driver.limit", "1b");
        try {
            assertThat(tune(options).best().parameters()).isEqualTo(onDriver);
        } finally {
            spark.sparkContext().conf().remove("spark.jointae.average.driver.limit");
        }
    }

    @Test
    void anOuterOptimizerOfRateOneWithoutMomentumIsTheAverageAndMomentumIsNot() {
        float[] average = tune(options(FinetuneOptimizer.SGD, 0.5, 2, average(2, 2)))
                .best()
                .parameters();
        assertThat(outer(1, 0)).isEqualTo(average);
        assertThat(outer(0.7, 0.9)).isNotEqualTo(average);
    }

    private static float[] outer(double rate, double momentum) {
        OuterOptimizer nesterov = new OuterOptimizer(OuterOptimizer.Rule.NESTEROV, rate, momentum);
        Averaging averaging = new Averaging(2, 2, Averaging.State.AVERAGE, nesterov);
        return tune(options(FinetuneOptimizer.SGD, 0.5, 2, averaging)).best().parameters();
    }

    @Test
    void fourWorkersReachTheValidationErrorOfOne() {
        LabeledRows train = new LabeledRows(blocks(TRAIN, 1).iterator(), TRAIN, WIDTH, "bars");
        LabeledRows valid = new LabeledRows(blocks(VALID, 2).iterator(), VALID, WIDTH, "bars");
        FinetuneOptions single = options(FinetuneOptimizer.RMSPROP, 0.01, 100, Averaging.SINGLE);
        FineTuning one =
                new FineTuner(START, single, 0.01, "bars").run(ElementWise.of(DataType.FLOAT), train, valid, () -> {});
        FineTuning four = tune(options(FinetuneOptimizer.RMSPROP, 0.01, 100, average(4, 1)));
        assertThat(Predictions.errorsOf(one.score())).isLessThan(VALID / 5);
        assertThat(Predictions.errorsOf(four.score()))
                .isLessThanOrEqualTo(Predictions.errorsOf(one.score()) + VALID / 20);
        assertThat(four.validationErrors().get(four.bestEpoch() - 1)).isEqualTo(Predictions.errorsOf(four.score()));
    }

    @Test
    void invalidInputsAreNamed() {
        assertThatThrownBy(() -> tune(options(FinetuneOptimizer.SGD, 0.1, 1, average(TRAIN + 1, 0))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("131 is more than the 130 training examples");
        assertThatThrownBy(() -> tune(options(FinetuneOptimizer.SGD, 1e38, 3, average(2, 0))))
                .isInstanceOf(FinetuneDivergedException.class)
                .hasMessageContaining("Choose a learning rate below 1.0E38");
        FinetuneTask.Inputs more = new FinetuneTask.Inputs("bars", WIDTH, CLASSES, TRAIN + 3, VALID);
        FinetuneOptions options = options(FinetuneOptimizer.SGD, 0.1, 1, average(2, 0));
        try (FinetuneRounds rounds = new FinetuneRounds(
                context,
                context.parallelize(blocks(TRAIN, 1)),
                context.parallelize(blocks(VALID, 2)),
                START,
                more,
                options,
                Arithmetic.DEFAULT)) {
            assertThatThrownBy(() -> rounds.run(0.1, "bars", new FinetuneProgress("bars", 1, line -> {})))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("bars: row 130 is missing: prepare the dataset again.");
        }
    }

    @Test
    void aLineOfProgressAppearsEveryTenSecondsWithTheTimeLeft() {
        AtomicLong nanoTime = new AtomicLong(5);
        List<String> lines = new ArrayList<>();
        FinetuneProgress progress = new FinetuneProgress("rect DAE-2J", 1000, lines::add, nanoTime::get);
        nanoTime.addAndGet(6_000_000_000L);
        progress.onEpoch(0.1, 60);
        nanoTime.addAndGet(6_000_000_000L);
        progress.onEpoch(0.1, 120);
        progress.onEpoch(0.1, 121);
        // 120 epochs took 12 seconds, so the remaining 880 epochs take 88 seconds.
        assertThat(lines)
                .containsExactly("rect DAE-2J: learning rate 0.1, epoch 120 of at most 1,000, at most 1:28 left");
    }
}
