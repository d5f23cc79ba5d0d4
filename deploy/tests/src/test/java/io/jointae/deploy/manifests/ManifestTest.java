package io.jointae.deploy.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

    private static final Path ROOT = Path.of(System.getProperty("jointae.root", "../.."))
            .toAbsolutePath()
            .normalize();
    private static final Path MANIFESTS = ROOT.resolve("deploy/kubernetes");
    private static final String DEFINITIONS = "/operator-schema/";

    @ParameterizedTest
    @CsvSource({"spark-application.yaml,sparkapplications.yaml", "scheduled-sweep.yaml,scheduledsparkapplications.yaml"
    })
    void ourManifestsFollowTheOperatorsSchemaAndOurRules(String manifest, String definition) throws IOException {
        JsonNode ours = Yaml.document(MANIFESTS.resolve(manifest));

        assertThat(ManifestRules.errors(ours)).isEmpty();
        assertThat(schema(definition).errors(ours)).isEmpty();
    }

    @Test
    void theSchemaFindsAMisspelledFieldAWrongTypeAndAMissingField() throws IOException {
        ObjectNode wrong = (ObjectNode) Yaml.document(MANIFESTS.resolve("scheduled-sweep.yaml"));
        ObjectNode spec = (ObjectNode) wrong.path("spec");
        ObjectNode executor = (ObjectNode) spec.path("template").path("executor");
        executor.put("instnces", 3);
        executor.putObject("gpu").put("name", "nvidia.com/gpu").put("quantity", "one");
        spec.remove("schedule");

        assertThat(schema("scheduledsparkapplications.yaml").errors(wrong))
                .hasSize(3)
                .anyMatch(line -> line.contains("instnces"))
                .anyMatch(line -> line.contains("quantity"))
                .anyMatch(line -> line.contains("schedule"));
    }

    @Test
    void ourRulesFindErrorsThatTheSchemaAccepts() throws IOException {
        ObjectNode wrong = (ObjectNode) Yaml.document(MANIFESTS.resolve("scheduled-sweep.yaml"));
        ObjectNode spec = (ObjectNode) wrong.path("spec");
        spec.put("schedule", "30 25 * * *").put("concurrencyPolicy", "Never").put("timeZone", "Mars/Olympus");
        ObjectNode template = (ObjectNode) spec.path("template");
        template.putObject("restartPolicy").put("type", "Always");
        ((ObjectNode) template.path("driver")).put("memory", "2 GB").put("coreLimit", "one");
        ((ObjectNode) template.path("executor").path("podSecurityContext")).put("runAsNonRoot", false);
        ((ObjectNode) template.path("sparkConf")).put("spark.hadoop.fs.s3a.secret.key", "hunter2");

        assertThat(ManifestRules.errors(wrong)).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"30 1 * * *", "*/15 * * * *", "0 0 1,15 * mon-fri", "@daily", "@every 1h30m", "0 22-23 * JAN sun"
            })
    void acceptsCronExpressionsOfTheOperator(String expression) {
        assertThat(Cron.error(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30 1 * *",
                "60 1 * * *",
                "0 24 * * *",
                "0 0 0 * *",
                "0 0 * 13 *",
                "0 0 * * 7",
                "*/0 * * * *",
                "5-2 * * * *",
                "@nightly",
                "0 0 1, * *",
                "* * * * * *"
            })
    void refusesCronExpressionsThatTheOperatorRefuses(String expression) {
        assertThat(Cron.error(expression)).isPresent();
    }

    @Test
    void podTemplatesNameTheContainersThatSparkCompletes() throws IOException {
        for (String role : List.of("driver", "executor")) {
            JsonNode pod = Yaml.document(MANIFESTS.resolve(role + "-pod-template.yaml"));

            assertThat(pod.path("kind").asText()).isEqualTo("Pod");
            assertThat(pod.path("spec").path("containers")).hasSize(1);
            assertThat(pod.path("spec").path("containers").path(0).path("name").asText())
                    .isEqualTo(role);
            assertThat(pod.path("spec")
                            .path("securityContext")
                            .path("runAsNonRoot")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void manifestsUseTheImagesOfThisVersion() throws IOException {
        String version = System.getProperty("jointae.version").replace("-SNAPSHOT", "");
        JsonNode training = Yaml.document(MANIFESTS.resolve("spark-application.yaml"));
        JsonNode sweep = Yaml.document(MANIFESTS.resolve("scheduled-sweep.yaml"));

        assertThat(training.path("spec").path("image").asText()).isEqualTo("jointae:" + version + "-cuda");
        assertThat(sweep.path("spec").path("template").path("image").asText()).isEqualTo("jointae:" + version);
    }

    @Test
    void theServiceAccountOfTheDriverHasTheRights() throws IOException {
        List<JsonNode> rights = Yaml.documents(MANIFESTS.resolve("rbac.yaml"));
        JsonNode binding = rights.stream()
                .filter(node -> kind(node).equals("RoleBinding"))
                .findFirst()
                .orElseThrow();
        String account = binding.path("subjects").path(0).path("name").asText();
        JsonNode role = rights.stream()
                .filter(node -> kind(node).equals("Role"))
                .findFirst()
                .orElseThrow();

        assertThat(binding.path("roleRef").path("name"))
                .isEqualTo(role.path("metadata").path("name"));
        assertThat(role.path("rules")).allSatisfy(rule -> {
            assertThat(rule.toString()).doesNotContain("*").doesNotContain("secrets");
        });
        for (String manifest : List.of("spark-application.yaml", "scheduled-sweep.yaml")) {
            JsonNode spec = Yaml.document(MANIFESTS.resolve(manifest)).path("spec");
            JsonNode driver = spec.has("template") ? spec.path("template").path("driver") : spec.path("driver");
            assertThat(driver.path("serviceAccount").asText()).isEqualTo(account);
        }
    }

    @Test
    void imagesRunAsAnOrdinaryUserAndNoFileContainsASecretOrARegistry() throws IOException {
        try (Stream<Path> files = Files.list(MANIFESTS)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                assertThat(text)
                        .as("%s", file)
                        .doesNotContainPattern("(?i)(secret_access_key|password)\\s*[:=]\\s*\\S");
                if (file.getFileName().toString().startsWith("Dockerfile")) {
                    assertThat(text.lines().filter(line -> line.startsWith("USER ")))
                            .last()
                            .isEqualTo("USER 185");
                    assertThat(text).doesNotContainPattern("(?m)^(FROM|ARG).*[a-z0-9-]+\\.[a-z]+(:\\d+)?/");
                }
            }
        }
    }

    private static String kind(JsonNode node) {
        return node.path("kind").asText();
    }

    private static OperatorSchema schema(String definition) throws IOException {
        try (InputStream in = ManifestTest.class.getResourceAsStream(DEFINITIONS + definition)) {
            return OperatorSchema.of(in, "v1beta2");
        }
    }
}
