package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.jointae.runtime.ExecutorSlots;
import io.jointae.sweep.graph.TaskGraph;
import io.jointae.sweep.plan.SweepPlan;
import io.jointae.testing.TestSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep in a session whose executors come while its trials wait. Each trial is a task of Spark, as one that trains, and
 * ends when all executors are there.
 */
@Tag("cluster")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DynamicAllocationTest {

    private static final int EXECUTORS = 3;
    private static final int TRIALS = 9;

    @TempDir
    Path folder;

    private static SparkSession session() {
        return TestSessions.cluster(EXECUTORS, 1, 512)
                .config("spark.dynamicAllocation.enabled", true)
                .config("spark.dynamicAllocation.shuffleTracking.enabled", true)
                .config("spark.dynamicAllocation.initialExecutors", 1)
                .config("spark.dynamicAllocation.maxExecutors", EXECUTORS)
                .config("spark.dynamicAllocation.schedulerBacklogTimeout", "1s")
                .getOrCreate();
    }

    private static SweepPlan plan() throws IOException {
        String grid =
                TestGrids.small("nowhere", "[J]", "[2]", "[0.1, 0.2, 0.3]").replace("[bars]", "[rectangles]");
        return SweepPlan.preview(new Configuration(), TestGrids.read(grid));
    }

    /** Runs one task, which waits for the file {@code all} and leaves a file with the name of its executor. */
    private static void trial(JavaSparkContext context, Path folder) {
        String path = folder.toString();
        context.parallelize(List.of(0), 1).foreach(none -> {
            while (!Files.exists(Path.of(path, "all"))) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            Files.writeString(Path.of(path, "executor-" + SparkEnv.get().executorId()), "");
        });
    }

    @Test
    void trialsAtATimeFollowTheExecutorsThatDynamicAllocationAdds() throws Exception {
        SparkSession spark = session();
        try {
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            TrialSlots slots = TrialSlots.of(spark, plan());
            Set<Integer> atATime = new TreeSet<>(List.of(slots.now()));
            assertThat(atATime).containsAnyOf(1, 2);
            TaskGraph graph = new TaskGraph();
            for (int i = 0; i < TRIALS; i++) {
                graph.add(1, List.of(), () -> trial(context, folder));
            }
            List<Integer> present = new ArrayList<>();
            graph.run(
                    slots::now,
                    () -> {
                        atATime.add(slots.now());
                        present.add(ExecutorSlots.now(spark.sparkContext()).present());
                        Path all = folder.resolve("all");
                        if (present.get(present.size() - 1) == EXECUTORS && Files.notExists(all)) {
                            Files.createFile(all);
                        }
                    },
                    () -> spark.sparkContext().cancelAllJobs());
            assertThat(present).isSorted().contains(EXECUTORS);
            assertThat(atATime).contains(2, EXECUTORS).allMatch(trials -> trials <= EXECUTORS);
            try (var files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("all", "executor-0", "executor-1", "executor-2");
            }
        } finally {
            spark.stop();
        }
    }
}
