package io.jointae.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Turns a pod into a local process in the way of the entry point of Spark's image. */
final class PodProcess {

    private static final Set<String> OWN_FOLDERS = Set.of("/tmp", "/opt/spark/work-dir");
    private static final String JAVA_OPTION = "SPARK_JAVA_OPT_";

    private final KubernetesClient client;
    private final Pod pod;
    private final Container container;
    private final Path folder;
    private final Map<String, String> mounts = new TreeMap<>();

    private PodProcess(KubernetesClient client, Pod pod, Path folder) {
        this.client = client;
        this.pod = pod;
        this.container = pod.getSpec().getContainers().get(0);
        this.folder = folder;
    }

    /** Returns the process to start, or empty while a config map that the pod mounts does not exist yet. */
    static Optional<ProcessBuilder> command(KubernetesClient client, Pod pod, Path folder) throws IOException {
        PodProcess process = new PodProcess(client, pod, folder);
        Files.createDirectories(folder);
        return process.mount() ? Optional.of(process.builder()) : Optional.empty();
    }

    private boolean mount() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            Volume volume = pod.getSpec().getVolumes().stream()
                    .filter(candidate -> candidate.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow();
            Path local = Files.createDirectories(folder.resolve("volume-" + mount.getName()));
            // The files of a test are in the temporary folder of this machine, which its pods share. The working folder
            // of
            // a process is a folder of its own in any case.
            if (!OWN_FOLDERS.contains(mount.getMountPath())) {
                mounts.put(mount.getMountPath(), local.toString());
            }
            if (volume.getConfigMap() != null) {
                ConfigMap map = client.configMaps()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .withName(volume.getConfigMap().getName())
                        .get();
                if (map == null) {
                    return false;
                }
                map.getData()
                        .forEach((key, text) -> fileName(volume.getConfigMap().getItems(), key)
                                .ifPresent(name -> files.put(local.resolve(name), text)));
            }
        }
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Files.writeString(file.getKey(), toLocalPaths(file.getValue()));
        }
        return true;
    }

    private static Optional<String> fileName(List<KeyToPath> items, String key) {
        return items.isEmpty()
                ? Optional.of(key)
                : items.stream()
                        .filter(item -> item.getKey().equals(key))
                        .map(KeyToPath::getPath)
                        .findFirst();
    }

    private ProcessBuilder builder() throws IOException {
        Map<String, String> environment = environment();
        boolean driver = container.getArgs().get(0).equals("driver");
        ProcessBuilder builder = Command.of()
                .with(driver ? driver(environment) : executor(environment))
                .in(folder)
                .builder()
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("SPARK_HOME", Checkout.SPARK_HOME.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts());
        return builder;
    }

    private List<String> driver(Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                Checkout.SPARK_HOME + "/bin/spark-submit",
                "--conf",
                "spark.driver.bindAddress=" + environment.get("SPARK_DRIVER_BIND_ADDRESS"),
                "--deploy-mode",
                "client"));
        container.getArgs().stream().skip(1).map(this::toLocalPaths).forEach(command::add);
        return command;
    }

    private List<String> executor(Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(System.getenv("JAVA_HOME") + "/bin/java"));
        environment.keySet().stream()
                .filter(name -> name.startsWith(JAVA_OPTION))
                .sorted(Comparator.comparingInt(name -> Integer.parseInt(name.substring(JAVA_OPTION.length()))))
                .map(environment::get)
                .forEach(command::add);
        command.addAll(List.of(
                "-Xmx" + environment.get("SPARK_EXECUTOR_MEMORY"),
                "-cp",
                environment.get("SPARK_CONF_DIR") + ":" + Checkout.SPARK_HOME + "/jars/*",
                "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend",
                "--driver-url",
                environment.get("SPARK_DRIVER_URL"),
                "--executor-id",
                environment.get("SPARK_EXECUTOR_ID"),
                "--cores",
                environment.get("SPARK_EXECUTOR_CORES"),
                "--app-id",
                environment.get("SPARK_APPLICATION_ID"),
                "--hostname",
                "127.0.0.1",
                "--resourceProfileId",
                environment.get("SPARK_RESOURCE_PROFILE_ID"),
                "--podName",
                pod.getMetadata().getName()));
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (EnvVar variable : container.getEnv()) {
            String value = variable.getValue();
            if (variable.getValueFrom() != null && variable.getValueFrom().getFieldRef() != null) {
                String field = variable.getValueFrom().getFieldRef().getFieldPath();
                value = field.endsWith("podIP")
                        ? "127.0.0.1"
                        : pod.getMetadata().getName();
            }
            if (value != null) {
                environment.put(variable.getName(), toLocalPaths(value));
            }
        }
        return environment;
    }

    /** Writes a hosts file that maps every service to this machine. JVMs read it instead of the DNS. */
    private Path hosts() throws IOException {
        StringBuilder text = new StringBuilder("127.0.0.1 localhost\n127.0.0.1 ")
                .append(InetAddress.getLocalHost().getHostName())
                .append('\n');
        for (Service service : client.services().inAnyNamespace().list().getItems()) {
            text.append("127.0.0.1 ")
                    .append(service.getMetadata().getName())
                    .append('.')
                    .append(service.getMetadata().getNamespace())
                    .append(".svc\n");
        }
        return Files.writeString(folder.resolve("hosts"), text);
    }

    /** Replaces the paths of the pod by paths of this machine. */
    private String toLocalPaths(String text) {
        String mapped = text;
        for (Map.Entry<String, String> mount : mounts.entrySet()) {
            mapped = mapped.replace(mount.getKey(), mount.getValue());
        }
        return mapped;
    }
}
