package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs Spark's own Kubernetes client, from submission to the end of the driver, against an API server without a
 * cluster. Pods run as local processes. docs/operations.md lists what this test does not cover.
 */
@Tag("cluster")
class KubernetesTest {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String IMAGE = "jointae:test";

    /**
     * Whether spark-submit waits for the end of the driver. The client of Spark 4 receives no events from the watches of the
     * server, so that its spark-submit would wait for ever.
     */
    private static final boolean SUBMISSION_WAITS = Checkout.SPARK_LINE.equals("3.5");

    private static final Path TEMPLATES = Checkout.ROOT.resolve("deploy/kubernetes");

    @TempDir
    Path folder;

    private ApiServer server;
    private ProcessKubelet kubelet;

    @BeforeEach
    void start() throws IOException {
        server = new ApiServer();
        kubelet = new ProcessKubelet(server.client(), folder.resolve("pods"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        kubelet.close();
        server.close();
        Processes.assertNoneRunning();
    }

    @Test
    @Tag("spark-4")
    void trainsInPodsWithGpusTemplatesAndVolumes() throws Exception {
        Path model = folder.resolve("model");
        Command.Result result = submit().conf("spark.executor.resource.gpu.amount", 1)
                .conf("spark.executor.resource.gpu.vendor", "nvidia.com")
                .conf("spark.executor.resource.gpu.discoveryScript", FakeGpus.distinct(folder))
                .conf("spark.task.resource.gpu.amount", 1)
                .conf("spark.jointae.gpu.rehearsal", true)
                .conf("spark.jointae.gpu.claims", folder)
                .with(Jobs.train(Jobs.data(), model.toString(), 1, 3))
                .run();
        assertThat(result.status()).as("%s\n%s", result, logs()).isZero();
        assertThat(phaseAtTheEnd()).as("%s", logs()).isEqualTo("Succeeded");
        assertThat(kubelet.failures()).isEmpty();

        Pod driver = pods("driver").get(0);
        assertThat(driver.getSpec().getServiceAccountName()).isEqualTo("jointae-driver");
        assertThat(driver.getMetadata().getLabels()).containsEntry("app.kubernetes.io/component", "driver");
        assertThat(driver.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
        Container container = driver.getSpec().getContainers().get(0);
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(writable(driver)).contains("/tmp", "/opt/spark/work-dir").anyMatch(KubernetesTest::isForBlocks);
        assertThat(container.getEnv())
                .filteredOn(variable -> variable.getName().equals("OMP_NUM_THREADS"))
                .singleElement()
                .satisfies(variable -> assertThat(variable.getValue()).isEqualTo("1"));
        // The heap of 700 MiB and the 1 GiB of the defaults.
        assertThat(container.getResources().getLimits().get("memory")).isEqualTo(new Quantity("1724Mi"));
        assertThat(pods("executor")).hasSizeGreaterThanOrEqualTo(2).allSatisfy(KubernetesTest::assertMatchesTheRequest);
        assertThat(Jobs.parameters(model)).as("%s", logs()).isEqualTo(Jobs.reference(1, 3));
        assertThat(Jobs.status(Files.newInputStream(model.resolve("_RESULT.json"))))
                .isEqualTo("done");
        assertThat(logs()).containsPattern("GPU [01] for task");
    }

    @Test
    void theResultMarkerShowsAFailureThatSparkSubmitHides() throws Exception {
        Path model = folder.resolve("model");
        Command.Result result = submit().with(
                        Jobs.train(folder.resolve("nowhere").toString(), model.toString(), 1, 3))
                .run();

        assertThat(result.status()).as("%s", result).isZero();
        assertThat(server.client()
                        .pods()
                        .inNamespace(ApiServer.NAMESPACE)
                        .list()
                        .getItems())
                .anySatisfy(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Failed"));
        assertThat(Jobs.status(Files.newInputStream(model.resolve("_RESULT.json"))))
                .isEqualTo("failed");
    }

    /** Returns the folders of a pod that are volumes of its own. */
    private static List<String> writable(Pod pod) {
        List<String> own = pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getEmptyDir() != null)
                .map(Volume::getName)
                .toList();
        return pod.getSpec().getContainers().get(0).getVolumeMounts().stream()
                .filter(mount -> own.contains(mount.getName()))
                .map(VolumeMount::getMountPath)
                .toList();
    }

    private static boolean isForBlocks(String folder) {
        return folder.startsWith("/var/data/spark");
    }

    /**
     * The Spark operator submits an application again after its driver has failed, with the label that names the
     * application. Only that label shows here that the first driver is dead, as on another node.
     */
    @Test
    void aRestartedDriverPodGoesOnWithTheSweepOfTheOneThatWasKilled() throws Exception {
        SortedMap<String, String> reference = SweepJob.reference();
        Path out = folder.resolve("results");
        Path file = Files.writeString(folder.resolve("sweep.yaml"), SweepJob.file());
        Command submission = submit().sharingFiles()
                .environment("JOINTAE_APPLICATION", "local://" + Checkout.JAR)
                // One trial at a time needs one executor.
                .conf("spark.executor.instances", 1)
                .conf("spark.kubernetes.driver.label.sparkoperator.k8s.io/app-name", "nightly-1")
                .conf("spark.kubernetes.driverEnv.JOINTAE_MACHINE", "none")
                .with(SweepJob.arguments(file.toString(), out.toString()));
        try (Submission first = Submission.start(submission, folder)) {
            first.until(() -> stored(out) > 0);
            kubelet.kill(pods("driver").get(0));
            first.waitForEnd();
        }
        assertThat(stored(out)).isLessThan(SweepJob.TRIALS);
        Command.Result second = submission.run();

        assertThat(second.status()).as("%s\n%s", second, logs()).isZero();
        assertThat(Jobs.status(Files.newInputStream(out.resolve("_RESULT.json"))))
                .as("%s", logs())
                .isEqualTo("done");
        assertThat(SweepJob.cells(out.resolve("cells"))).isEqualTo(reference);
        assertThat(logs()).containsOnlyOnce("takes over the lock in " + out).doesNotContain("This run waits");
    }

    private static int stored(Path out) throws IOException {
        Path cells = out.resolve("cells");
        if (!Files.exists(cells)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(cells)) {
            return (int) files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .count();
        }
    }

    private static void assertMatchesTheRequest(Pod executor) {
        Container container = executor.getSpec().getContainers().get(0);
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(writable(executor)).containsExactlyInAnyOrder("/tmp", "/opt/spark/work-dir", "/var/data/spark");
        assertThat(executor.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(executor.getSpec().getServiceAccountName()).isEqualTo("jointae-executor");
        assertThat(container.getImage()).isEqualTo(IMAGE);
        assertThat(container.getResources().getLimits()).containsEntry("nvidia.com/gpu", new Quantity("1"));
        assertThat(container.getResources().getLimits().get("memory")).isEqualTo(new Quantity("1200Mi"));
        assertThat(executor.getSpec().getTolerations())
                .anySatisfy(toleration -> assertThat(toleration.getKey()).isEqualTo("nvidia.com/gpu"));
        assertThat(executor.getSpec().getVolumes()).anySatisfy(volume -> {
            assertThat(volume.getName()).isEqualTo("spark-local-dir-1");
            assertThat(volume.getEmptyDir().getSizeLimit()).isEqualTo(new Quantity("20Gi"));
        });
        assertThat(container.getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/var/data/spark"));
        assertThat(executor.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(185L);
        assertThat(container.getEnvFrom())
                .anySatisfy(
                        source -> assertThat(source.getSecretRef().getName()).isEqualTo("jointae-object-store"));
    }

    private Command submit() {
        return Command.submit("--master", "k8s://" + server.url(), "--deploy-mode", "cluster", "--name", "train")
                .with("--driver-memory", "700m", "--executor-memory", "600m", "--executor-cores", "1")
                .conf("spark.executor.instances", 2)
                .conf("spark.executor.memoryOverhead", "600m")
                .conf("spark.kubernetes.namespace", ApiServer.NAMESPACE)
                .conf("spark.kubernetes.container.image", IMAGE)
                .conf("spark.kubernetes.authenticate.driver.serviceAccountName", "jointae-driver")
                .conf("spark.kubernetes.driver.podTemplateFile", TEMPLATES.resolve("driver-pod-template.yaml"))
                .conf("spark.kubernetes.executor.podTemplateFile", TEMPLATES.resolve("executor-pod-template.yaml"))
                .conf("spark.kubernetes.driver.master", server.url())
                .conf("spark.kubernetes.submission.waitAppCompletion", SUBMISSION_WAITS)
                .conf("spark.driver.extraClassPath", ClassArchive.CLASS_PATH)
                .conf("spark.ui.enabled", false)
                .environment("KUBECONFIG", "/dev/null")
                .environment("JOINTAE_APPLICATION", "local://" + Checkout.JAR)
                .within(LIMIT);
    }

    /** Waits until the driver pod has ended, and returns its phase. */
    private String phaseAtTheEnd() throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        String phase = "";
        while (!Set.of("Succeeded", "Failed").contains(phase)) {
            assertThat(System.nanoTime()).as("the pod is in phase %s", phase).isLessThan(end);
            Thread.sleep(200);
            phase = server
                    .client()
                    .pods()
                    .inNamespace(ApiServer.NAMESPACE)
                    .withLabel("spark-role", "driver")
                    .list()
                    .getItems()
                    .stream()
                    .map(pod -> pod.getStatus().getPhase())
                    .findFirst()
                    .orElse("");
        }
        return phase;
    }

    private List<Pod> pods(String role) {
        return kubelet.pods().values().stream()
                .filter(pod -> role.equals(pod.getMetadata().getLabels().get("spark-role")))
                .toList();
    }

    private String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder.resolve("pods"))) {
            for (Path file : files.filter(file -> file.getFileName().toString().matches("stdout|stderr"))
                    .toList()) {
                all.append("--- ").append(file).append('\n').append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
