package io.jointae.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TaskGraphTest {

    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    private TaskGraph.Work records(String name) {
        return () -> order.add(name);
    }

    @Test
    void aTaskRunsAfterItsDependenciesAndTheLongestPathGoesFirst() throws Exception {
        TaskGraph graph = new TaskGraph();
        graph.add(3, List.of(), records("independent"));
        TaskGraph.Task root = graph.add(1, List.of(), records("root"));
        TaskGraph.Task branch = graph.add(2, List.of(root), records("branch"));
        graph.add(2, List.of(root, branch), records("leaf"));
        graph.run(1, () -> {}, () -> {});
        assertThat(order).containsExactly("root", "branch", "independent", "leaf");
    }

    @Test
    void tasksWithTheSameDependencyRunAtTheSameTime() throws Exception {
        TaskGraph graph = new TaskGraph();
        TaskGraph.Task root = graph.add(1, List.of(), records("root"));
        CountDownLatch both = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            graph.add(1, List.of(root), () -> {
                both.countDown();
                assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
            });
        }
        graph.run(2, () -> {}, () -> {});
        assertThat(both.getCount()).isZero();
    }

    @Test
    void anExceptionOfATaskOrOfTheWatchStopsTheGraph() {
        TaskGraph graph = new TaskGraph();
        TaskGraph.Task broken = graph.add(1, List.of(), () -> {
            throw new IOException("disk full");
        });
        graph.add(1, List.of(broken), records("never"));
        assertThatThrownBy(() -> graph.run(2, () -> {}, () -> {}))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("disk full");

        TaskGraph watched = new TaskGraph();
        AtomicBoolean stopped = new AtomicBoolean();
        watched.add(1, List.of(), () -> Thread.sleep(60_000));
        assertThatThrownBy(() -> watched.run(
                        1,
                        () -> {
                            throw new IOException("lock lost");
                        },
                        () -> stopped.set(true)))
                .hasMessage("lock lost");
        assertThat(stopped).isTrue();
        assertThat(order).isEmpty();
    }
}
