package io.jointae.sweep.graph;

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
import java.util.concurrent.atomic.AtomicInteger;
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
        graph.run(() -> 1, () -> {}, () -> {});
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
        graph.run(() -> 2, () -> {}, () -> {});
        assertThat(both.getCount()).isZero();
    }

    @Test
    void moreTasksRunAtATimeAsSoonAsTheNumberGrows() throws Exception {
        TaskGraph graph = new TaskGraph();
        AtomicInteger allowed = new AtomicInteger(1);
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch first = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            graph.add(1, List.of(), () -> {
                first.countDown();
                three.countDown();
                assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
            });
        }
        graph.run(
                allowed::get,
                () -> {
                    if (first.getCount() == 0 && allowed.get() == 1) {
                        assertThat(three.getCount()).isEqualTo(2);
                        allowed.set(3);
                    }
                },
                () -> {});
        assertThat(three.getCount()).isZero();
    }

    @Test
    void runningTasksEndAndFewerBeginWhenTheNumberFalls() throws Exception {
        TaskGraph graph = new TaskGraph();
        AtomicInteger running = new AtomicInteger();
        List<Integer> later = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch fallen = new CountDownLatch(1);
        for (int i = 0; i < 6; i++) {
            boolean early = i < 2;
            graph.add(6 - i, List.of(), () -> {
                if (early) {
                    assertThat(fallen.await(30, TimeUnit.SECONDS)).isTrue();
                } else {
                    later.add(running.incrementAndGet());
                    Thread.sleep(20);
                    running.decrementAndGet();
                }
            });
        }
        AtomicInteger checks = new AtomicInteger();
        graph.run(
                () -> checks.get() > 0 ? 1 : 2,
                () -> {
                    // The number is asked again after this check, so the pool is small when the tasks go on.
                    if (checks.incrementAndGet() == 2) {
                        fallen.countDown();
                    }
                },
                () -> {});
        assertThat(later).hasSize(4).containsOnly(1);
    }

    @Test
    void anExceptionOfATaskOrOfTheWatchStopsTheGraph() {
        TaskGraph graph = new TaskGraph();
        TaskGraph.Task broken = graph.add(1, List.of(), () -> {
            throw new IOException("disk full");
        });
        graph.add(1, List.of(broken), records("never"));
        assertThatThrownBy(() -> graph.run(() -> 2, () -> {}, () -> {}))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("disk full");

        TaskGraph watched = new TaskGraph();
        AtomicBoolean stopped = new AtomicBoolean();
        watched.add(1, List.of(), () -> Thread.sleep(60_000));
        assertThatThrownBy(() -> watched.run(
                        () -> 1,
                        () -> {
                            throw new IOException("lock lost");
                        },
                        () -> stopped.set(true)))
                .hasMessage("lock lost");
        assertThat(stopped).isTrue();
        assertThat(order).isEmpty();
    }
}
