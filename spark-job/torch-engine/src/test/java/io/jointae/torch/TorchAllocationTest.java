package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.Activation;
import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Loss;
import io.jointae.stack.Objective;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.stack.compute.ElementWise;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.stack.compute.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** After the first stretch, every operation of a step writes into memory that exists. */
class TorchAllocationTest {

    private static final int WIDTH = 14;
    private static final int BATCH = 6;
    private static final int BATCHES = 5;
    private static final Examples EXAMPLES = TorchFixtures.examples(40, WIDTH);

    /** Counts the operations whose result is in memory that the context does not keep. */
    private static final class CountingContext extends TorchContext {

        private final List<Tensor> own = new ArrayList<>();
        private final List<String> strays = new ArrayList<>();

        CountingContext(DataType type) {
            super(new Device("cpu"), type, false);
        }

        @Override
        Tensor keep(Tensor tensor) {
            own.add(tensor);
            return super.keep(tensor);
        }

        @Override
        void release(Tensor tensor) {
            own.removeIf(each -> each == tensor);
            super.release(tensor);
        }

        @Override
        Tensor ran(Tensor result) {
            if (own.stream().noneMatch(each -> each.is_alias_of(result))) {
                strays.add(new Throwable().getStackTrace()[1].toString());
            }
            return super.ran(result);
        }

        /** Returns the number of tensors that it keeps. */
        int kept() {
            return own.size();
        }
    }

    static Stream<Architecture> architectures() {
        List<Architecture> all = new ArrayList<>();
        for (Corruption.Kind kind : Corruption.Kind.values()) {
            LayerSpec layer = LayerSpec.plain(9).withCorruption(new Corruption(kind, 0.3));
            all.add(Architecture.paper(WIDTH, 2, layer));
            all.add(new Architecture(WIDTH, List.of(layer, layer), false, Loss.SQUARED_ERROR, Activation.IDENTITY));
        }
        for (Activation f : Activation.values()) {
            LayerSpec layer = new LayerSpec(9, f, Corruption.gaussian(0.1), 0.1, 0.01, 0.02);
            all.add(new Architecture(WIDTH, List.of(layer, layer), true, Loss.SQUARED_ERROR, Activation.LOGISTIC));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void aStepAllocatesNoTensorMemory(Architecture architecture) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            for (Updater updater : List.of(Updater.RMSPROP, Updater.SGD)) {
                for (int replicas : new int[] {1, 3}) {
                    CountingContext context = new CountingContext(type);
                    List<ElementWise> ops = TorchElementWise.group(context, replicas, true);
                    List<Replica> group = replicas(architecture, updater, ops);
                    train(group, 0);
                    context.strays.clear();
                    int kept = context.kept();
                    train(group, 1);
                    assertThat(context.strays).isEmpty();
                    // The keys of a stretch and the rates of its first steps are kept in the place of earlier ones.
                    assertThat(context.kept()).isLessThanOrEqualTo(kept);
                    context.close();
                }
            }
        }
    }

    /** Returns replicas whose learning rates differ. */
    private static List<Replica> replicas(Architecture architecture, Updater updater, List<ElementWise> ops) {
        List<Replica> replicas = new ArrayList<>();
        for (int r = 0; r < ops.size(); r++) {
            double rate = 0.01 * (r + 1);
            Replica replica =
                    new Replica(architecture, Objective.joint(2, true), updater, new double[] {rate, rate}, ops.get(r));
            replica.set(WeightInitializer.parameters(architecture, r), new float[0]);
            replicas.add(replica);
        }
        return replicas;
    }

    private static void train(List<Replica> replicas, long key) {
        List<Stretch> stretches = new ArrayList<>();
        for (int r = 0; r < replicas.size(); r++) {
            Stretch stretch = new Stretch(WIDTH, BATCH, BATCHES, key + r);
            for (int b = 0; b < BATCHES; b++) {
                Minibatch batch = stretch.add(1);
                for (int j = 0; j < BATCH; j++) {
                    batch.add(EXAMPLES, (b * BATCH + j + r) % EXAMPLES.size());
                }
            }
            stretches.add(stretch);
        }
        Replica.train(replicas, stretches);
    }

    @Test
    void theCountFindsAnOperationThatAllocates() {
        CountingContext context = new CountingContext(DataType.FLOAT);
        Tensor values = context.zeros(ScalarType.Float, 3);
        context.ran(values.neg_());
        assertThat(context.strays).isEmpty();
        context.ran(values.neg()).close();
        assertThat(context.strays).hasSize(1);
        context.close();
    }

    /** Each step has another rate, as while the learning rate rises at first. */
    @Test
    void numbersThatNobodyHasUsedForLongMakeRoomForOthers() {
        CountingContext context = new CountingContext(DataType.FLOAT);
        TorchNumbers numbers = new TorchNumbers(context);
        for (int step = 0; step < 70; step++) {
            numbers.get(new double[] {step, step + 1});
        }
        int kept = context.kept();
        for (int step = 70; step < 140; step++) {
            float[] read = new float[2];
            context.read(numbers.get(new double[] {step, step + 1}), read, 2);
            assertThat(read).containsExactly(step, step + 1);
        }
        assertThat(context.kept()).isEqualTo(kept);
        context.close();
    }
}
