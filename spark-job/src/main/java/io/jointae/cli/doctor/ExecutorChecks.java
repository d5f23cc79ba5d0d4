package io.jointae.cli.doctor;

import io.jointae.runtime.ExecutorSlots;
import io.jointae.runtime.natives.Processor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Asks the executors of a session about themselves, and judges what they say. */
final class ExecutorChecks {

    /** The tasks per slot, so that an executor that starts late gets one as well. */
    private static final int TASKS_PER_SLOT = 4;

    private ExecutorChecks() {}

    /** Runs a job that loads the native libraries on the executors. */
    static List<ExecutorReport> ask(SparkSession spark) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int tasks = Math.max(1, ExecutorSlots.now(spark.sparkContext()).present()) * TASKS_PER_SLOT;
        return context.parallelize(Collections.nCopies(tasks, 0), tasks)
                .map(any -> here())
                .distinct()
                .collect();
    }

    private static ExecutorReport here() {
        return new ExecutorReport(
                SparkEnv.get().rpcEnv().address().host(),
                System.getProperty("java.version"),
                Processor.present().describe(),
                NativesProbe.problem().orElse(""));
    }

    static List<Finding> all(List<ExecutorReport> reports) {
        List<Finding> findings = new ArrayList<>();
        for (ExecutorReport report : reports) {
            if (!report.problem().isEmpty()) {
                findings.add(Finding.problem(
                        "The native libraries of an executor on %s do not work (%s): run it on Linux x86-64 with a local"
                                + " folder that it may write to.",
                        report.host(), report.problem()));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    "The native libraries of all executors that answered load and compute (on %s).",
                    String.join(
                            ", ",
                            values(reports.stream().map(ExecutorReport::host).collect(Collectors.toSet())))));
        }
        Set<String> java = values(reports.stream().map(ExecutorReport::java).collect(Collectors.toSet()));
        Set<String> processors =
                values(reports.stream().map(ExecutorReport::processor).collect(Collectors.toSet()));
        findings.add(
                java.size() > 1
                        ? Finding.advice(
                                "The executors run different versions of Java (%s): install the same one everywhere.",
                                String.join(", ", java))
                        : Finding.ok("The executors run Java %s.", String.join(", ", java)));
        findings.add(
                processors.size() > 1
                        ? Finding.advice(
                                "The executors have different processors (%s), and each round waits for the slowest: choose"
                                        + " nodes of one kind for train with several workers.",
                                String.join("; ", processors))
                        : Finding.ok("The executors have one kind of processor (%s).", String.join("; ", processors)));
        return findings;
    }

    private static Set<String> values(Set<String> any) {
        return new TreeSet<>(any);
    }
}
