package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep whose executors Spark allocates while it runs, on this machine. */
@Tag("cluster")
class DynamicAllocationTest {

    private static final int EXECUTORS = 3;

    @TempDir
    Path folder;

    @AfterEach
    void clean() throws Exception {
        Processes.assertNoneRunning();
        SparkWork.delete();
    }

    /** Without an executor, one trial waits; with one, a second waits and makes Spark start the next executor, and so on. */
    @Test
    void theTrialsOfASweepFollowTheExecutors() throws Exception {
        Path events = Files.createDirectory(folder.resolve("events"));
        String grid = SweepJob.file().replace("epochs: 50", "epochs: 1000").replace("0.002]", "0.002, 0.004]");
        Path file = Files.writeString(folder.resolve("sweep.yaml"), grid);
        Jobs.runSuccessfully(LocalCluster.submit(EXECUTORS)
                .sharingFiles()
                .conf("spark.dynamicAllocation.enabled", true)
                .conf("spark.dynamicAllocation.minExecutors", 0)
                .conf("spark.dynamicAllocation.maxExecutors", EXECUTORS)
                .conf("spark.eventLog.enabled", true)
                .conf("spark.eventLog.dir", events.toUri())
                .with("sweep", file.toString(), "--out", folder.resolve("out").toString()));

        List<Integer> trials = mostTrialsPerNumberOfExecutors(events);
        assertThat(trials).as("trials at a time with 0, 1, 2 and 3 executors").hasSize(1 + EXECUTORS);
        assertThat(trials.get(0)).isEqualTo(1);
        assertThat(trials.get(1)).isEqualTo(2);
        assertThat(trials.subList(2, trials.size())).allMatch(most -> most <= EXECUTORS);
        assertThat(trials.get(EXECUTORS)).isEqualTo(EXECUTORS);
    }

    /**
     * Returns the largest number of trials that had a job at the same time with no executor, with one, and so on. A trial
     * uses a scheduler pool of its own, which has the name of its thread.
     */
    private static List<Integer> mostTrialsPerNumberOfExecutors(Path events) throws IOException {
        List<Integer> most = new ArrayList<>(List.of(0));
        Map<Integer, String> running = new HashMap<>();
        Set<String> pools = new HashSet<>();
        for (JsonNode event : read(events)) {
            switch (event.path("Event").asText()) {
                case "SparkListenerExecutorAdded" -> most.add(pools.size());
                case "SparkListenerJobStart" ->
                    running.put(
                            event.path("Job ID").asInt(),
                            event.path("Properties")
                                    .path("spark.scheduler.pool")
                                    .asText());
                case "SparkListenerJobEnd" ->
                    running.remove(event.path("Job ID").asInt());
                default -> {}
            }
            pools = new HashSet<>(running.values());
            pools.remove("");
            most.set(most.size() - 1, Math.max(most.get(most.size() - 1), pools.size()));
        }
        return most;
    }

    private static List<JsonNode> read(Path events) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> read = new ArrayList<>();
        try (Stream<Path> logs = Files.list(events)) {
            for (Path log : logs.filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList()) {
                for (String line : Files.readAllLines(log)) {
                    read.add(json.readTree(line));
                }
            }
        }
        return read;
    }
}
