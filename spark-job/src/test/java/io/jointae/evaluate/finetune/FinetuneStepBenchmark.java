package io.jointae.evaluate.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Architecture;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.StackModel;
import io.jointae.stack.compute.ElementWise;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures a step of fine-tuning 784-1000-1000-10 units on 100 rows on one thread, its products alone, and the same step of
 * DL4J's own layers. The test suite does not include it; {@code mvn -pl spark-job -am test -Dtest=FinetuneStepBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false} runs it and prints the ratios.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class FinetuneStepBenchmark {

    private static final int ROWS = 100;
    private static final int WIDTH = 784;
    private static final int UNITS = 1000;
    private static final int CLASSES = 10;
    private static final double RATE = 0.01;

    @Param({"SGD", "RMSPROP"})
    private FinetuneOptimizer optimizer;

    private LabeledBatch batch;
    private DataSet dataSet;
    private EngineNetwork network;
    private MultiLayerNetwork dl4j;
    private Matrix[] values;
    private Matrix[] weights;
    private Matrix[] results;
    private Matrix[] gradients;

    /** Makes a batch, both networks and the factors of the products. */
    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(1);
        float[] pixels = new float[ROWS * WIDTH];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble();
        }
        batch = new LabeledBatch(pixels, random.ints(ROWS, 0, CLASSES).toArray());
        dataSet = Dl4jOracle.dataSet(batch, CLASSES);
        Architecture stack = Architecture.paper(WIDTH, List.of(LayerSpec.plain(UNITS), LayerSpec.plain(UNITS)));
        Perceptron start = Perceptron.over(StackModel.initial(stack, 1), CLASSES);
        network = new EngineNetwork(ElementWise.of(DataType.FLOAT), start, optimizer.rule(), RATE, ROWS);
        dl4j = Dl4jOracle.network(start, optimizer, RATE);
        int[] widths = {WIDTH, UNITS, UNITS, CLASSES};
        values = new Matrix[widths.length];
        results = new Matrix[widths.length];
        weights = new Matrix[widths.length - 1];
        gradients = new Matrix[widths.length - 1];
        for (int i = 0; i < widths.length; i++) {
            values[i] = filled(widths[i], ROWS);
            results[i] = filled(widths[i], ROWS);
            if (i > 0) {
                weights[i - 1] = filled(widths[i - 1], widths[i]);
                gradients[i - 1] = filled(widths[i - 1], widths[i]);
            }
        }
    }

    private static Matrix filled(int rows, int columns) {
        Matrix matrix = Matrix.create(DataType.FLOAT, rows, columns);
        matrix.fill(0.01);
        return matrix;
    }

    /** Takes a step of ours. */
    @Benchmark
    public double step() {
        return network.fit(batch);
    }

    /** Takes a step of DL4J. */
    @Benchmark
    public double stepOfDl4j() {
        dl4j.fit(dataSet);
        return dl4j.score();
    }

    /** Computes the products of a step: forwards, the gradients of the weights, and backwards but for the inputs. */
    @Benchmark
    public Matrix products() {
        for (int i = 0; i < weights.length; i++) {
            results[i + 1].product(weights[i], true, values[i], false, 0);
        }
        for (int i = weights.length - 1; i >= 0; i--) {
            gradients[i].product(values[i], false, values[i + 1], true, 0);
            if (i > 0) {
                results[i].product(weights[i], false, values[i + 1], false, 0);
            }
        }
        return gradients[0];
    }

    @Test
    void aStepIsFasterThanThatOfDl4j() throws RunnerException {
        Map<String, Double> millis = new HashMap<>();
        for (RunResult run : new Runner(new OptionsBuilder()
                        .include(FinetuneStepBenchmark.class.getSimpleName())
                        // The options of test JVMs would switch off the second JIT compiler.
                        .jvmArgs("-Xmx1g")
                        .build())
                .run()) {
            String name = run.getParams().getBenchmark().replaceAll(".*\\.", "");
            millis.put(
                    name + run.getParams().getParam("optimizer"),
                    run.getPrimaryResult().getScore());
        }
        for (FinetuneOptimizer each : FinetuneOptimizer.values()) {
            double step = millis.get("step" + each);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f ms per step, %.0f %% of the limit; DL4J takes %.2f times as long%n",
                    each,
                    step,
                    100 * millis.get("products" + each) / step,
                    millis.get("stepOfDl4j" + each) / step);
        }
        assertThat(millis).hasSize(3 * FinetuneOptimizer.values().length);
    }
}
