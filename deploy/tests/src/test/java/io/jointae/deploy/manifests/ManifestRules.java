package io.jointae.deploy.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks what the schema of the operator leaves open: values that the schema sees as plain strings, and the rules that
 * this project sets for its own manifests.
 */
final class ManifestRules {

    private static final Set<String> POLICIES = Set.of("Allow", "Forbid", "Replace");

    /** Quantities of Kubernetes, such as the memory of a container. */
    private static final Pattern QUANTITY =
            Pattern.compile("[0-9]+(\\.[0-9]+)?([EPTGMk]|[EPTGM]i|Ki|m|[eE][+-]?[0-9]+)?");

    /** JVM memory sizes, which the operator passes to Spark. */
    private static final Pattern SPARK_MEMORY =
            Pattern.compile("[1-9][0-9]*(k|kb|m|mb|g|gb|t|tb)", Pattern.CASE_INSENSITIVE);

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(secret[._-]?key|password|token|access[._-]?key).*");

    /** An image by its digest, which cannot change under the same name as a tag can. */
    private static final Pattern IMAGE_BY_DIGEST = Pattern.compile("[^@\\s]+@sha256:[0-9a-f]{64}");

    /** The folders that a process must be able to write to although the root file system is read-only. */
    private static final List<String> WRITABLE = List.of("/tmp", "/opt/spark/work-dir", "/var/data/spark");

    private final List<String> errors = new ArrayList<>();

    private ManifestRules() {}

    /** Returns one line per error, or an empty list for a valid manifest. */
    static List<String> errors(JsonNode manifest) {
        ManifestRules rules = new ManifestRules();
        JsonNode spec = manifest.path("spec");
        if (manifest.path("kind").asText().equals("ScheduledSparkApplication")) {
            rules.schedule(spec);
            rules.application(spec.path("template"));
        } else {
            rules.application(spec);
        }
        return rules.errors;
    }

    private void schedule(JsonNode spec) {
        Cron.error(spec.path("schedule").asText()).ifPresent(error -> report("schedule: " + error));
        if (!POLICIES.contains(spec.path("concurrencyPolicy").asText())) {
            report("concurrencyPolicy is not one of " + POLICIES);
        }
        for (String limit : List.of("successfulRunHistoryLimit", "failedRunHistoryLimit")) {
            check(spec.path(limit).asInt(-1) >= 0, limit + " is not set, so old runs would accumulate");
        }
        try {
            ZoneId.of(spec.path("timeZone").asText("unset"));
        } catch (DateTimeException e) {
            report("timeZone: " + e.getMessage());
        }
    }

    private void application(JsonNode spec) {
        check(
                spec.path("restartPolicy").path("type").asText().equals("Never"),
                "restartPolicy is not Never, so a restart would repeat what --resume continues");
        check(
                spec.path("mainApplicationFile").asText().startsWith("local:///"),
                "mainApplicationFile is not a local:/// path of the image");
        check(isByDigest(spec.path("image").asText()), "image is not named by its digest");
        spec.path("sparkConf").fields().forEachRemaining(setting -> {
            check(setting.getKey().startsWith("spark."), setting.getKey() + " is not a setting of Spark");
            check(
                    !SECRET_NAME.matcher(setting.getKey()).matches(),
                    setting.getKey() + " puts a secret into the manifest");
        });
        pod("driver", spec.path("driver"));
        pod("executor", spec.path("executor"));
        for (String role : List.of("driver", "executor")) {
            errors.addAll(containerErrors(role, spec.path(role), spec.path("volumes"), WRITABLE));
        }
        String account = spec.path("executor").path("serviceAccount").asText();
        check(
                !account.isEmpty()
                        && !account.equals(
                                spec.path("driver").path("serviceAccount").asText()),
                "executor has the service account of the driver");
        JsonNode gpu = spec.path("executor").path("gpu");
        JsonNode amount = spec.path("sparkConf").path("spark.executor.resource.gpu.amount");
        check(
                gpu.isMissingNode() == amount.isMissingNode()
                        && gpu.path("quantity").asText().equals(amount.asText()),
                "executor.gpu and spark.executor.resource.gpu.amount differ");
    }

    private void pod(String role, JsonNode pod) {
        for (String field : List.of("memory", "memoryOverhead")) {
            String value = pod.path(field).asText();
            check(
                    SPARK_MEMORY.matcher(value).matches(),
                    role + "." + field + " '" + value + "' is not an amount of memory");
        }
        for (String field : List.of("memoryLimit", "coreLimit", "coreRequest")) {
            String value = pod.path(field).asText("1");
            check(QUANTITY.matcher(value).matches(), role + "." + field + " '" + value + "' is not a quantity");
        }
        check(pod.path("podSecurityContext").path("runAsNonRoot").asBoolean(), role + " may run as root");
        pod.path("envVars")
                .fieldNames()
                .forEachRemaining(
                        name -> check(!SECRET_NAME.matcher(name).matches(), name + " puts a secret into the manifest"));
    }

    /** Returns whether an image is named by its digest. */
    static boolean isByDigest(String image) {
        return IMAGE_BY_DIGEST.matcher(image).matches();
    }

    /**
     * Returns what lets a process write elsewhere than to its own volumes, or gain rights.
     *
     * @param container the object with the fields {@code securityContext} and {@code volumeMounts}
     * @param volumes the volumes of the pod
     * @param writable the folders that must be volumes of the pod
     */
    static List<String> containerErrors(String role, JsonNode container, JsonNode volumes, List<String> writable) {
        ManifestRules rules = new ManifestRules();
        JsonNode security = container.path("securityContext");
        rules.check(security.path("readOnlyRootFilesystem").asBoolean(), role + " may write to its root file system");
        rules.check(!security.path("allowPrivilegeEscalation").asBoolean(true), role + " may gain privileges");
        rules.check(
                security.path("capabilities").path("drop").toString().equals("[\"ALL\"]"),
                role + " keeps capabilities");
        for (String folder : writable) {
            rules.check(
                    isEmptyDir(folder, container.path("volumeMounts"), volumes), role + " cannot write to " + folder);
        }
        return rules.errors;
    }

    /** Returns whether a folder is a mounted volume that begins empty and has a limit. */
    private static boolean isEmptyDir(String folder, JsonNode mounts, JsonNode volumes) {
        for (JsonNode mount : mounts) {
            if (mount.path("mountPath").asText().equals(folder)) {
                for (JsonNode volume : volumes) {
                    if (volume.path("name").equals(mount.path("name"))) {
                        return QUANTITY.matcher(volume.path("emptyDir")
                                        .path("sizeLimit")
                                        .asText())
                                .matches();
                    }
                }
            }
        }
        return false;
    }

    private void check(boolean valid, String error) {
        if (!valid) {
            report(error);
        }
    }

    private void report(String error) {
        errors.add(error);
    }
}
