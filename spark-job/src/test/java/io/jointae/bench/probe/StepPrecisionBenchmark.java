package io.jointae.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.linalg.Matrix;
import io.jointae.linalg.ProductUnits;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.CounterRandom;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.EngineKind;
import io.jointae.stack.engine.Precision;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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
 * Measures a training step of DAE-2 and DAE-3 at the paper's size, its products alone, and single products, in single
 * precision and in bfloat16 on one thread. The test suite does not include it; {@code mvn -pl spark-job -am test
 * -Dtest=StepPrecisionBenchmark -Dsurefire.failIfNoSpecifiedTests=false} runs it and prints the ratios.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepPrecisionBenchmark {

    private static final int BATCH = 100;
    private static final int UNITS = 1000;

    @Param({"FLOAT", "BFLOAT16"})
    private Precision precision;

    @Param({"2", "3"})
    private int depth;

    private StepProbe probe;
    private Matrix weights;
    private Matrix code;
    private Matrix result;
    private Matrix gradient;
    private float[] firstWeight;

    /** Initializes a stack, and factors of single products. */
    @Setup
    public void setUp() {
        Arithmetic arithmetic = new Arithmetic(EngineKind.ND4J, precision);
        LayerSpec layer = LayerSpec.plain(UNITS).withCorruption(Corruption.gaussian(0.5));
        probe = new StepProbe(
                Architecture.paper(784, depth, layer),
                Objective.joint(depth, true),
                TrainingRuns.examples(10 * BATCH),
                BATCH,
                arithmetic);
        var ops = arithmetic.open(Optional.empty());
        weights = ops.create(UNITS, UNITS);
        code = ops.create(UNITS, BATCH);
        result = ops.create(UNITS, BATCH);
        gradient = ops.create(UNITS, UNITS);
        for (Matrix matrix : new Matrix[] {weights, code, result, gradient}) {
            float[] values = new float[matrix.length()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) CounterRandom.uniform(1, i) - 0.5f;
            }
            matrix.write(values);
        }
        firstWeight = new float[] {0.5f};
    }

    /** Takes one training step. */
    @Benchmark
    public void step() {
        probe.runSteps(1);
    }

    /** Multiplies the matrices of one training step, with weights that do not change. */
    @Benchmark
    public void products() {
        probe.runProducts(1);
    }

    /** Multiplies weights {@code [1000, 1000]} that have not changed by {@code [1000, 100]}. */
    @Benchmark
    public void product() {
        result.product(weights, true, code, false, 0);
    }

    /** Multiplies the same weights after a change, so that their copy is made again. */
    @Benchmark
    public void productWithChangedWeights() {
        weights.put(0, firstWeight, 1);
        result.product(weights, true, code, false, 0);
    }

    /** Multiplies {@code [1000, 100]} by {@code [100, 1000]}, as for a gradient of weights. */
    @Benchmark
    public void weightGradient() {
        gradient.product(code, false, result, true, 0);
    }

    @Test
    void bfloat16StepsAreFasterWhereAutoChoosesThem() throws RunnerException {
        Map<String, Double> millis = new HashMap<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(StepPrecisionBenchmark.class.getName())
                        .build())
                .run()) {
            // The fastest iteration counts, because other programs may delay the others.
            String name = result.getPrimaryResult().getLabel() + " "
                    + result.getParams().getParam("depth") + " "
                    + result.getParams().getParam("precision");
            millis.put(name, result.getPrimaryResult().getStatistics().getMin());
        }
        millis.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> System.out.printf(Locale.ROOT, "%s: %.3f ms%n", each.getKey(), each.getValue()));
        for (String depth : new String[] {"2", "3"}) {
            double single = millis.get("step " + depth + " FLOAT");
            double rounded = millis.get("step " + depth + " BFLOAT16");
            System.out.printf(
                    Locale.ROOT,
                    "DAE-%s: bfloat16 is %.2f times as fast as float, whose step takes %.2f times its products%n",
                    depth,
                    single / rounded,
                    single / millis.get("products " + depth + " FLOAT"));
            if (ProductUnits.ofThisProcess().bfloat16IsFaster()) {
                assertThat(rounded).isLessThan(single);
            }
        }
    }
}
