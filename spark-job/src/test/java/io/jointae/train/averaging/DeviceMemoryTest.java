package io.jointae.train.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jointae.stack.Updater;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.engine.Arithmetic;
import io.jointae.stack.engine.Engine;
import io.jointae.stack.engine.EngineKind;
import io.jointae.testing.Bars;
import io.jointae.train.TrainingFixtures;
import io.jointae.train.listener.DivergenceGuard;
import io.jointae.train.listener.RunListener;
import io.jointae.train.listener.TrainingDivergedException;
import io.jointae.train.plan.Averaging;
import io.jointae.train.plan.OuterOptimizer;
import io.jointae.train.plan.Scheme;
import io.jointae.train.plan.StepSettings;
import io.jointae.train.plan.StopAfter;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Runs release the memory of their devices however they end. The engine {@code torch-cpu} of this test is ND4J's
 * arithmetic, which counts what is open.
 */
class DeviceMemoryTest {

    private static final AtomicInteger OPENED = new AtomicInteger();
    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final List<float[]> ROWS = Bars.rows(AveragingRuns.ROWS, AveragingRuns.WIDTH, 1);

    private static ClassLoader before;
    private static volatile boolean broken;

    /** An engine whose arithmetic has memory to release. */
    public static final class CountingEngine implements Engine {

        @Override
        public EngineKind kind() {
            return EngineKind.TORCH_CPU;
        }

        @Override
        public List<ElementWise> open(DataType type, Optional<String> device, int replicas) {
            return Stream.generate(() -> counted(ElementWise.of(type)))
                    .limit(replicas)
                    .toList();
        }

        private static ElementWise counted(ElementWise ops) {
            OPENED.incrementAndGet();
            OPEN.incrementAndGet();
            return (ElementWise) Proxy.newProxyInstance(
                    ElementWise.class.getClassLoader(), new Class<?>[] {ElementWise.class}, (proxy, method, values) -> {
                        if (broken && method.getName().equals("update")) {
                            throw new IllegalStateException("The device failed.");
                        }
                        if (method.getName().equals("close")) {
                            OPEN.decrementAndGet();
                        }
                        try {
                            return method.invoke(ops, values);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** Executors find engines by the class loader of the thread that started the session. */
    @BeforeAll
    static void start(@TempDir Path services) throws Exception {
        Path file = services.resolve("META-INF/services/" + Engine.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, CountingEngine.class.getName());
        before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(new URL[] {services.toUri().toURL()}, before));
        AveragingRuns.start();
    }

    @AfterAll
    static void stop() {
        AveragingRuns.stop();
        Thread.currentThread().setContextClassLoader(before);
    }

    @BeforeEach
    void reset() {
        OPENED.set(0);
        broken = false;
    }

    private static TrainingPlan plan(int workers, double learningRate) {
        Averaging averaging = workers == 1
                ? Averaging.SINGLE
                : new Averaging(workers, 1, Averaging.State.AVERAGE, OuterOptimizer.AVERAGE);
        TrainingPlan plan = AveragingRuns.plan(Scheme.UJ, 2, Updater.SGD, 25, averaging, true);
        return new TrainingPlan(
                plan.name(),
                plan.architecture(),
                Scheme.UJ.phases(2, 4, learningRate),
                new StepSettings(
                        Updater.SGD, 25, true, 11, 0, StepSettings.SHUFFLE_LIMIT, Arithmetic.of(EngineKind.TORCH_CPU)),
                plan.averaging(),
                2);
    }

    private static void assertAllReleased() {
        assertThat(OPENED).hasPositiveValue();
        assertThat(OPEN).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRunThatEndsReleasesItsMemory(int workers) {
        AveragingRuns.onSpark(plan(workers, 0.05), ROWS);
        assertAllReleased();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRunThatDivergesReleasesItsMemory(int workers) {
        assertThatThrownBy(() -> AveragingRuns.onSpark(plan(workers, 1e30), ROWS, new DivergenceGuard()))
                .isInstanceOf(TrainingDivergedException.class);
        assertAllReleased();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aRunThatAListenerEndsReleasesItsMemory(int workers) {
        RunListener full = new RunListener() {
            @Override
            public void onRoundEnd(TrainingPlan plan, TrainingState state) {
                throw new IllegalStateException("The disk is full.");
            }
        };
        assertThatThrownBy(() -> AveragingRuns.onSpark(plan(workers, 0.05), ROWS, full))
                .hasMessage("The disk is full.");
        assertAllReleased();
    }

    @Test
    void aRunThatPausesReleasesItsMemory() {
        TrainingPlan plan = plan(1, 0.05);
        TrainingState start = TrainingState.initial(plan);
        RunOverrides pause = new RunOverrides(
                Optional.empty(), Optional.empty(), Optional.of(new StopAfter(0, 2)), Optional.empty());
        new AveragingMaster(plan, null, start, List.of(), pause)
                .train(
                        AveragingRuns.context(),
                        AveragingRuns.network(plan, start),
                        TrainingFixtures.dealt(AveragingRuns.context(), ROWS, 1));
        assertAllReleased();
    }

    @Test
    void aRunWhoseStepFailsReleasesItsMemory() {
        broken = true;
        assertThatThrownBy(() -> AveragingRuns.onSpark(plan(1, 0.05), ROWS))
                .hasStackTraceContaining("The device failed.");
        assertAllReleased();
    }
}
