package io.jointae.deploy.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the operator's schema leaves open: values that are strings to it and refused, or worse accepted,
 * hours later. And what we ask of a manifest of ours.
 */
final class ManifestRules {

    private static final Set<String> POLICIES = Set.of("Allow", "Forbid", "Replace");

    /** Kubernetes' quantities, as container memory takes them. */
    private static final Pattern QUANTITY =
            Pattern.compile("[0-9]+(\\.[0-9]+)?([EPTGMk]|[EPTGM]i|Ki|m|[eE][+-]?[0-9]+)?");

    /** JVM memory, which the operator hands to Spark. */
    private static final Pattern SPARK_MEMORY =
            Pattern.compile("[1-9][0-9]*(k|kb|m|mb|g|gb|t|tb)", Pattern.CASE_INSENSITIVE);

    private static final Pattern SECRET_WORD =
            Pattern.compile("(?i).*(secret[._-]?key|password|token|access[._-]?key).*");

    private final List<String> mistakes = new ArrayList<>();

    private ManifestRules() {}

    /** One line for each mistake; empty for a manifest without. */
    static List<String> mistakes(JsonNode manifest) {
        ManifestRules rules = new ManifestRules();
        JsonNode spec = manifest.path("spec");
        if (manifest.path("kind").asText().equals("ScheduledSparkApplication")) {
            rules.schedule(spec);
            rules.application(spec.path("template"));
        } else {
            rules.application(spec);
        }
        return rules.mistakes;
    }

    private void schedule(JsonNode spec) {
        Cron.mistake(spec.path("schedule").asText()).ifPresent(mistake -> say("schedule: " + mistake));
        if (!POLICIES.contains(spec.path("concurrencyPolicy").asText())) {
            say("concurrencyPolicy is not one of " + POLICIES);
        }
        for (String limit : List.of("successfulRunHistoryLimit", "failedRunHistoryLimit")) {
            check(spec.path(limit).asInt(-1) >= 0, limit + " is not set: old runs would pile up");
        }
        try {
            ZoneId.of(spec.path("timeZone").asText("unset"));
        } catch (DateTimeException e) {
            say("timeZone: " + e.getMessage());
        }
    }

    private void application(JsonNode spec) {
        check(
                spec.path("restartPolicy").path("type").asText().equals("Never"),
                "restartPolicy is not Never: our own --resume continues, a blind restart repeats");
        check(
                spec.path("mainApplicationFile").asText().startsWith("local:///"),
                "mainApplicationFile is not in the image");
        spec.path("sparkConf").fields().forEachRemaining(setting -> {
            check(setting.getKey().startsWith("spark."), setting.getKey() + " is no setting of Spark");
            check(
                    !SECRET_WORD.matcher(setting.getKey()).matches(),
                    setting.getKey() + " puts a secret into the manifest");
        });
        pod("driver", spec.path("driver"));
        pod("executor", spec.path("executor"));
        JsonNode gpu = spec.path("executor").path("gpu");
        JsonNode amount = spec.path("sparkConf").path("spark.executor.resource.gpu.amount");
        check(
                gpu.isMissingNode() == amount.isMissingNode()
                        && gpu.path("quantity").asText().equals(amount.asText()),
                "executor.gpu and spark.executor.resource.gpu.amount disagree");
    }

    private void pod(String role, JsonNode pod) {
        for (String field : List.of("memory", "memoryOverhead")) {
            String value = pod.path(field).asText();
            check(
                    SPARK_MEMORY.matcher(value).matches(),
                    role + "." + field + " '" + value + "' is no amount of memory");
        }
        for (String field : List.of("memoryLimit", "coreLimit", "coreRequest")) {
            String value = pod.path(field).asText("1");
            check(QUANTITY.matcher(value).matches(), role + "." + field + " '" + value + "' is no quantity");
        }
        check(pod.path("podSecurityContext").path("runAsNonRoot").asBoolean(), role + " may run as root");
        pod.path("envVars")
                .fieldNames()
                .forEachRemaining(
                        name -> check(!SECRET_WORD.matcher(name).matches(), name + " puts a secret into the manifest"));
    }

    private void check(boolean well, String mistake) {
        if (!well) {
            say(mistake);
        }
    }

    private void say(String mistake) {
        mistakes.add(mistake);
    }
}
