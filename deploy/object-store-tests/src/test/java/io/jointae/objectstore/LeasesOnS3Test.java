package io.jointae.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes ask for the same lease on S3 at the same time. The tests choose the order in which the requests of both
 * reach the server.
 */
@Tag("cluster")
class LeasesOnS3Test {

    private static final int ROUNDS = 25;
    private static final List<String> NAMES = List.of("first", "second");

    @TempDir
    private Path folder;

    @Test
    void whateverTheOrderOfTheirRequestsExactlyOneOfTwoProcessesHoldsTheLease() throws Exception {
        Set<String> winners = new HashSet<>();
        try (StoreUnderTest store = StoreUnderTest.start(folder);
                RecordingProxy first = new RecordingProxy(store.serverPort());
                RecordingProxy second = new RecordingProxy(store.serverPort())) {
            Map<String, RecordingProxy> proxies = Map.of("first", first, "second", second);
            Map<String, ChildProcess> processes = new TreeMap<>();
            for (String name : NAMES) {
                processes.put(name, store.process(LeaseRacer.class, proxies.get(name)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                TurnTaking turns = new TurnTaking(round, NAMES);
                Map<String, CompletableFuture<String>> answers = new TreeMap<>();
                String path = StoreUnderTest.path("round-" + round + "/model.run");
                for (String name : NAMES) {
                    proxies.get(name).begin(turns.policy(name));
                    processes.get(name).send(path);
                    answers.put(
                            name, processes.get(name).receiveLater().whenComplete((answer, e) -> turns.leave(name)));
                }
                List<String> holders = NAMES.stream()
                        .filter(name -> answers.get(name).join().equals(LeaseRacer.HELD))
                        .toList();
                assertThat(holders).as("round %d: %s", round, answers).hasSize(1);
                String winner = holders.get(0);
                winners.add(winner);
                String loser = winner.equals("first") ? "second" : "first";
                assertThat(answers.get(loser).join())
                        .startsWith(path + " is in use: another training run ")
                        .endsWith("Wait until that training run ends, or choose another model directory (model).");
                processes.get(winner).send("");
                assertThat(processes.get(winner).receive()).isEqualTo(LeaseRacer.RELEASED);
                proxies.values().forEach(RecordingProxy::end);
                assertThat(store.objects("round-" + round)).isEmpty();
            }
        }
        assertThat(winners).containsExactlyInAnyOrderElementsOf(NAMES);
    }
}
