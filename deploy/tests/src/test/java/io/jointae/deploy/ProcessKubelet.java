package io.jointae.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Runs every pod of the {@link ApiServer} as a local process, in the way of the entry point of Spark's image, and reports
 * the phase of the pod. It supports one container per pod and neither limits nor isolation.
 */
final class ProcessKubelet implements AutoCloseable {

    private static final long STEP_MILLIS = 200;

    private final KubernetesClient client;
    private final Path folder;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();
    private final Map<String, Pod> pods = new ConcurrentHashMap<>();
    private final List<Exception> failures = new ArrayList<>();
    private final Set<String> reported = ConcurrentHashMap.newKeySet();
    private final Thread loop = new Thread(this::run, "kubelet");

    /**
     * Starts to watch for pods.
     *
     * @param folder the folder for the working directory, the volumes and the output of each pod
     */
    ProcessKubelet(KubernetesClient client, Path folder) {
        this.client = client;
        this.folder = folder;
        loop.setDaemon(true);
        loop.start();
    }

    /** Returns the specification of every pod that has run, by name. */
    Map<String, Pod> pods() {
        return pods;
    }

    /** Returns the exceptions of the kubelet itself; a test expects none. */
    synchronized List<Exception> failures() {
        return List.copyOf(failures);
    }

    /** Kills the processes of a pod with SIGKILL; the pod is reported as failed after that. */
    void kill(Pod pod) {
        Command.killTree(processes.get(pod.getMetadata().getName()));
    }

    @Override
    public void close() {
        loop.interrupt();
        try {
            loop.join();
            for (Process process : processes.values()) {
                Command.killTree(process);
                process.waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                step();
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    synchronized (this) {
                        failures.add(e);
                    }
                }
            }
        }
    }

    private void step() throws IOException {
        List<Pod> wanted = client.pods().inAnyNamespace().list().getItems();
        Set<String> names =
                wanted.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
        for (Pod pod : wanted) {
            if (!processes.containsKey(pod.getMetadata().getName())) {
                start(pod);
            }
        }
        processes.forEach((name, process) -> {
            if (process.isAlive()) {
                if (!names.contains(name)) {
                    process.destroy();
                }
            } else if (reported.add(name) && names.contains(name)) {
                report(
                        pods.get(name),
                        terminated(process.exitValue()),
                        process.exitValue() == 0 ? "Succeeded" : "Failed");
            }
        });
    }

    private void start(Pod pod) throws IOException {
        String name = pod.getMetadata().getName();
        PodProcess.command(client, pod, folder.resolve(name)).ifPresent(builder -> {
            try {
                pods.put(name, pod);
                processes.put(name, builder.start());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            ContainerState running = new ContainerStateBuilder()
                    .withNewRunning()
                    .withStartedAt(Instant.now().toString())
                    .endRunning()
                    .build();
            report(pod, running, "Running");
        });
    }

    private static ContainerState terminated(int exit) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exit)
                .withReason(exit == 0 ? "Completed" : "Error")
                .withFinishedAt(Instant.now().toString())
                .endTerminated()
                .build();
    }

    private void report(Pod pod, ContainerState state, String phase) {
        Container container = pod.getSpec().getContainers().get(0);
        boolean ready = phase.equals("Running");
        PodStatus status = new PodStatusBuilder()
                .withPhase(phase)
                .withPodIP("127.0.0.1")
                .withHostIP("127.0.0.1")
                .withStartTime(Instant.now().toString())
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName(container.getName())
                        .withImage(container.getImage())
                        .withReady(ready)
                        .withRestartCount(0)
                        .withState(state)
                        .build())
                .withConditions(new PodConditionBuilder()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .build())
                .build();
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .edit(current -> new PodBuilder(current).withStatus(status).build());
    }
}
