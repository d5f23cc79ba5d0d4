package io.jointae.cli.options;

import io.jointae.train.listener.RunListener;
import io.jointae.train.plan.TrainingPlan;
import io.jointae.train.plan.TrainingState;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where a command's time goes: named stretches, one after the other, from the start of the JVM. */
public final class CommandTimings implements RunListener {

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = ManagementFactory.getRuntimeMXBean().getStartTime();

    /** Ends the stretch that began at the last call, or with the JVM. */
    public void end(String stretch) {
        long now = System.currentTimeMillis();
        seconds.merge(stretch, (now - last) / 1000.0, Double::sum);
        last = now;
    }

    @Override
    public void onStart(TrainingPlan plan, TrainingState state) {
        end("native libraries, data to the workers");
    }

    @Override
    public void onFinish(TrainingPlan plan, TrainingState state) {
        end("training");
    }

    public void print(PrintStream out) {
        seconds.forEach((stretch, time) -> out.printf(Locale.ROOT, "%7.2f s  %s%n", time, stretch));
        double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        out.printf(Locale.ROOT, "%7.2f s  in all, since the start of the JVM%n", all);
    }
}
