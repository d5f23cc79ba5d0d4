package io.jointae.train.scaling;

import io.jointae.stack.CounterRandom;
import io.jointae.stack.Examples;
import io.jointae.stack.Updater;
import io.jointae.stack.WeightInitializer;
import io.jointae.stack.compute.Minibatch;
import io.jointae.stack.compute.Replica;
import io.jointae.train.plan.Phase;
import io.jointae.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Measures the speed of training steps on this machine, with generated examples. */
public final class StepRate {

    private static final int WARM_UP = 3;
    private static final double MEASURED_SECONDS = 2;
    private static final int MIN_STEPS = 5;

    private StepRate() {}

    /** Returns the multiply-adds per second of the last phase of a plan; takes about two seconds. */
    public static double measure(TrainingPlan plan) {
        Phase phase = plan.phases().get(plan.phases().size() - 1);
        double[] learningRates = new double[plan.architecture().depth()];
        Arrays.fill(learningRates, 1e-3);
        Replica replica = new Replica(plan.architecture(), phase.objective(), Updater.RMSPROP, learningRates);
        replica.set(WeightInitializer.parameters(plan.architecture(), 1), new float[0]);
        Minibatch batch = new Minibatch(examples(plan.architecture().inputs(), plan.batchSize()), plan.batchSize())
                .range(0, plan.batchSize());
        int step = 0;
        for (; step < WARM_UP; step++) {
            replica.step(batch, step);
        }
        List<Double> seconds = new ArrayList<>();
        for (double sum = 0;
                seconds.size() < MIN_STEPS || sum < MEASURED_SECONDS;
                sum += seconds.get(seconds.size() - 1)) {
            long begin = System.nanoTime();
            replica.step(batch, step++);
            seconds.add((System.nanoTime() - begin) * 1e-9);
        }
        // The median ignores a step that waited for another process.
        Collections.sort(seconds);
        double median = seconds.get(seconds.size() / 2);
        return plan.batchSize() * phase.objective().multiplyAdds(plan.architecture()) / median;
    }

    /**
     * Returns the multiply-adds per second of a plan whose step takes a known time.
     *
     * @param seconds the seconds of a step
     */
    public static double ofStepTime(TrainingPlan plan, double seconds) {
        return plan.batchSize() * TimeToQuality.multiplyAdds(plan) / seconds;
    }

    private static Examples examples(int width, int batchSize) {
        Examples.Builder rows = new Examples.Builder(width);
        float[] row = new float[width];
        for (int j = 0; j < batchSize; j++) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) CounterRandom.uniform(j, i);
            }
            rows.add(j, row, 0);
        }
        return rows.build();
    }
}
