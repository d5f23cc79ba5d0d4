package io.jointae.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.linalg.Matrix;
import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.RowKeys;
import io.jointae.stack.compute.StackGradient;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures the parts of a training step at the paper's size on one thread: the corruption, activation and matrix
 * product of a layer, the optimizer's pass, and a complete gradient. The test suite does not include it; {@code mvn
 * -pl spark-job -am test -Dtest=StepPartsBenchmark -Dsurefire.failIfNoSpecifiedTests=false} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepPartsBenchmark {

    private static final int BATCH = 100;
    private static final int UNITS = 1000;

    /** The bound of the time per normal number; ND4J's generator takes 18 to 22 ns. */
    private static final double MAX_NANOSECONDS_PER_NORMAL_NUMBER = 6;

    private final ElementWise ops = ElementWise.of(DataType.FLOAT);
    private final Corruption corruption = Corruption.gaussian(0.5);
    private final RowKeys keys = new RowKeys(new long[BATCH]);

    private Matrix code;
    private Matrix noisy;
    private Matrix bias;
    private Matrix weights;
    private Matrix parameters;
    private Matrix state;
    private Matrix gradient;
    private StackGradient stack;
    private Minibatch batch;

    /** Initializes a DAE-2 and one minibatch. */
    @Setup
    public void setUp() {
        Architecture architecture =
                Architecture.paper(784, 2, LayerSpec.plain(UNITS).withCorruption(corruption));
        float[] initial = WeightInitializer.parameters(architecture, 1);
        code = filled(UNITS, BATCH, new float[UNITS * BATCH]);
        noisy = filled(UNITS, BATCH, new float[UNITS * BATCH]);
        bias = filled(UNITS, 1, new float[UNITS]);
        weights = filled(UNITS, UNITS, initial);
        parameters = filled(initial.length, 1, initial);
        state = filled(initial.length, 1, new float[initial.length]);
        state.fill(Updater.RMSPROP.initialState());
        gradient = filled(initial.length, 1, new float[initial.length]);
        Matrix stackParameters = filled(initial.length, 1, initial);
        Matrix stackGradient = filled(initial.length, 1, initial);
        stack = new StackGradient(
                architecture,
                Objective.joint(2, true),
                new boolean[] {true, true},
                ops,
                stackParameters,
                stackGradient);
        Examples.Builder rows = new Examples.Builder(784);
        float[] row = new float[784];
        for (int j = 0; j < BATCH; j++) {
            keys.keys()[j] = CounterRandom.key(1, j);
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) CounterRandom.uniform(j, i);
            }
            rows.add(j, row, 0);
        }
        batch = new Minibatch(rows.build(), BATCH).range(0, BATCH);
    }

    private static Matrix filled(int rows, int columns, float[] values) {
        Matrix matrix = Matrix.create(DataType.FLOAT, rows, columns);
        matrix.write(values);
        return matrix;
    }

    /** Adds 100,000 normal numbers. */
    @Benchmark
    public void noise() {
        ops.corrupt(code, corruption, keys, noisy);
    }

    /** Computes 100,000 logistic units with their biases. */
    @Benchmark
    public void logistic() {
        ops.activate(noisy, bias, Activation.LOGISTIC);
    }

    /** Updates 1.79 million parameters with RMSProp. */
    @Benchmark
    public void updater() {
        ops.update(Updater.RMSPROP, parameters, state, gradient, 0, parameters.length(), 1e-3, null);
    }

    /** Multiplies {@code [1000, 1000]} by {@code [1000, 100]}. */
    @Benchmark
    public void product() {
        noisy.product(weights, true, code, false, 0);
    }

    /** Computes the gradient of DAE-2 on a minibatch of 100 examples. */
    @Benchmark
    public double gradient() {
        return stack.compute(batch, 1);
    }

    @Test
    void aNormalNumberTakesAtMostSixNanoseconds() throws RunnerException {
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(StepPartsBenchmark.class.getName())
                        .build())
                .run()) {
            // The fastest iteration counts, because other programs may delay the others.
            double milliseconds = result.getPrimaryResult().getStatistics().getMin();
            String name = result.getPrimaryResult().getLabel();
            System.out.printf(Locale.ROOT, "%s: %.3f ms%n", name, milliseconds);
            if (name.equals("noise")) {
                assertThat(milliseconds * 1e6 / (UNITS * BATCH)).isLessThan(MAX_NANOSECONDS_PER_NORMAL_NUMBER);
            }
        }
    }
}
