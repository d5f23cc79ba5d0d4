package io.jointae.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.stack.Architecture;
import io.jointae.stack.Corruption;
import io.jointae.stack.Examples;
import io.jointae.stack.LayerSpec;
import io.jointae.stack.Objective;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.stack.compute.Replica;
import io.jointae.stack.compute.Stretch;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Trains stretches of minibatches: same numbers as single steps, few launches, no memory left behind. */
class TorchStretchTest {

    private static final int WIDTH = 20;
    private static final int BATCH = 8;
    private static final long KEY = 5;

    /** The measured number: 39 operations per step, and the noise of 64 steps in 37. */
    private static final double LAUNCHES_PER_STEP = 39.6;

    private static final Architecture DAE_2 =
            Architecture.paper(WIDTH, 2, LayerSpec.plain(12).withCorruption(Corruption.gaussian(0.3)));

    private static final Examples EXAMPLES = TorchFixtures.examples(100, WIDTH);

    private static Replica replica(TorchElementWise ops) {
        Replica replica = new Replica(DAE_2, Objective.joint(2, true), Updater.RMSPROP, new double[] {0.01, 0.01}, ops);
        replica.set(WeightInitializer.parameters(DAE_2, 1), new float[0]);
        return replica;
    }

    private static Stretch stretch(int batches) {
        Stretch stretch = new Stretch(WIDTH, BATCH, batches, KEY);
        for (int b = 0; b < batches; b++) {
            var batch = stretch.add(1);
            for (int j = 0; j < BATCH; j++) {
                batch.add(EXAMPLES, (b * BATCH + j) % EXAMPLES.size());
            }
        }
        return stretch;
    }

    @Test
    void aStretchEqualsSingleStepsBitForBit() {
        try (TorchElementWise one = TorchFixtures.torch(DataType.FLOAT);
                TorchElementWise all = TorchFixtures.torch(DataType.FLOAT)) {
            Replica single = replica(one);
            Replica together = replica(all);
            Stretch stretch = stretch(20);
            double cost = 0;
            for (int b = 0; b < stretch.size(); b++) {
                cost += single.step(stretch.batch(b), KEY) * BATCH;
            }
            assertThat(together.train(stretch)).isEqualTo(cost);
            assertThat(together.parameters()).isEqualTo(single.parameters());
            assertThat(together.state()).isEqualTo(single.state());
        }
    }

    @Test
    void aReplicaContinuesFromParametersAndState() {
        try (TorchElementWise one = TorchFixtures.torch(DataType.FLOAT);
                TorchElementWise other = TorchFixtures.torch(DataType.FLOAT)) {
            Replica whole = replica(one);
            whole.train(stretch(10));
            float[] parameters = whole.parameters();
            float[] state = whole.state();
            whole.train(stretch(10));
            Replica resumed = replica(other);
            resumed.set(parameters, state);
            resumed.train(stretch(10));
            assertThat(resumed.parameters()).isEqualTo(whole.parameters());
            assertThat(resumed.state()).isEqualTo(whole.state());
        }
    }

    /** The bound is the measured number. It grows only if a step sends more operations to the device. */
    @Test
    void aStepOfADaeWithTwoLayersNeedsFewLaunches() {
        try (TorchElementWise ops = TorchFixtures.torch(DataType.FLOAT)) {
            Replica replica = replica(ops);
            replica.train(stretch(64));
            long before = ops.launches();
            replica.train(stretch(64));
            double perStep = (ops.launches() - before) / 64.0;
            assertThat(perStep).isLessThan(LAUNCHES_PER_STEP);
        }
    }

    @Test
    void stepsLeaveNoNativeObjectsBehind() {
        try (TorchElementWise ops = TorchFixtures.torch(DataType.FLOAT)) {
            Replica replica = replica(ops);
            Stretch stretch = stretch(16);
            replica.train(stretch);
            long before = Pointer.totalCount();
            for (int i = 0; i < 20; i++) {
                replica.train(stretch);
            }
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
        }
    }
}
