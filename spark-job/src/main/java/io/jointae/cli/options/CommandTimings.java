package io.jointae.cli.options;

import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Measures the time that the consecutive steps of a command take, from the start of the JVM. */
public final class CommandTimings implements RunListener {

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = ManagementFactory.getRuntimeMXBean().getStartTime();

    /**
     * Ends a step, which began at the last call or at the start of the JVM.
     *
     * @param step the name of the step; steps of the same name are added up
     */
    public void end(String step) {
        long now = System.currentTimeMillis();
        seconds.merge(step, (now - last) / 1000.0, Double::sum);
        last = now;
    }

    @Override
    public void onStart(TrainingPlan plan, TrainingState state) {
        end("loading of native libraries and data");
    }

    @Override
    public void onFinish(TrainingPlan plan, TrainingState state) {
        end("training");
    }

    /** Prints one line per step, and the total. */
    public void print(PrintStream out) {
        seconds.forEach((step, time) -> out.printf(Locale.ROOT, "%7.2f s  %s%n", time, step));
        double total =
                seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        out.printf(Locale.ROOT, "%7.2f s  in total since the start of the JVM%n", total);
    }
}
