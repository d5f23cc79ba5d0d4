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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures the speed of training steps on this machine, with generated examples. */
public final class StepRate {

    private static final int WARM_UP = 3;
    private static final double MEASURED_SECONDS = 2;
    private static final int MIN_STEPS = 5;
    private static final double LEARNING_RATE = 1e-3;

    private StepRate() {}

    /** Returns the multiply-adds per second of the last phase of a plan; takes about two seconds. */
    public static double measure(TrainingPlan plan) {
        return measure(plan, plan.phases().get(plan.phases().size() - 1), MEASURED_SECONDS);
    }

    /**
     * Returns the multiply-adds per second of a phase.
     *
     * @param phase a phase of the plan
     * @param replicas the number of replicas that take steps at the same time, each in a thread of its own
     * @param atLeast the seconds for which steps are taken
     * @return the mean of the replicas
     */
    public static double measure(TrainingPlan plan, Phase phase, int replicas, double atLeast) {
        ExecutorService threads = Executors.newFixedThreadPool(replicas);
        try {
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < replicas; i++) {
                rates.add(threads.submit(() -> measure(plan, phase, atLeast)));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum / replicas;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The thread was interrupted while it measured the speed of steps.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known
                    ? known
                    : new IllegalStateException("The speed of steps cannot be measured.", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static double measure(TrainingPlan plan, Phase phase, double atLeast) {
        // Layers that do not train in this phase cost no update.
        double[] learningRates = phase.learningRates().stream()
                .mapToDouble(rate -> rate > 0 ? LEARNING_RATE : 0)
                .toArray();
        int batchSize = plan.batchSize();
        try (Replica replica = new Replica(plan.architecture(), phase.objective(), Updater.RMSPROP, learningRates)) {
            replica.set(WeightInitializer.parameters(plan.architecture(), 1), new float[0]);
            Minibatch batch =
                    new Minibatch(examples(plan.architecture().inputs(), batchSize), batchSize).range(0, batchSize);
            double median = medianSeconds(replica, batch, atLeast);
            return batchSize * phase.objective().multiplyAdds(plan.architecture()) / median;
        }
    }

    private static double medianSeconds(Replica replica, Minibatch batch, double atLeast) {
        int step = 0;
        for (; step < WARM_UP; step++) {
            replica.step(batch, step);
        }
        List<Double> seconds = new ArrayList<>();
        for (double sum = 0; seconds.size() < MIN_STEPS || sum < atLeast; sum += seconds.get(seconds.size() - 1)) {
            long begin = System.nanoTime();
            replica.step(batch, step++);
            seconds.add((System.nanoTime() - begin) * 1e-9);
        }
        // The median ignores a step that waited for another process.
        Collections.sort(seconds);
        return seconds.get(seconds.size() / 2);
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
