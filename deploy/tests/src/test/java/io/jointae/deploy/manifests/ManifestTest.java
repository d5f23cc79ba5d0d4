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

    @Test
    void ourRulesFindAnImageByItsTagAPodThatMayWriteAnywhereAndATokenThatIsNotNeeded() throws IOException {
        ObjectNode wrong = (ObjectNode) Yaml.document(MANIFESTS.resolve("scheduled-sweep.yaml"));
        ObjectNode template = (ObjectNode) wrong.path("spec").path("template");
        template.put("image", "jointae:0.2.0");
        ((ObjectNode) template.path("driver").path("securityContext")).remove("readOnlyRootFilesystem");
        ((ObjectNode) template.path("executor").path("securityContext")).put("allowPrivilegeEscalation", true);
        ((ObjectNode) template.path("volumes").path(0)).put("name", "renamed");
        ((ObjectNode) template.path("executor")).put("serviceAccount", "jointae-driver");

        assertThat(ManifestRules.errors(wrong))
                .containsExactlyInAnyOrder(
                        "image is not named by its digest",
                        "driver may write to its root file system",
                        "executor may gain privileges",
                        "driver cannot write to /tmp",
                        "executor cannot write to /tmp",
                        "executor has the service account of the driver");
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

    /** Spark itself adds a volume for the blocks of a driver, but for an executor the template has a limit for it. */
    @Test
    void podTemplatesHaveAReadOnlyRootFileSystemAndVolumesForWhatIsWritten() throws IOException {
        JsonNode driver =
                Yaml.document(MANIFESTS.resolve("driver-pod-template.yaml")).path("spec");
        JsonNode executor =
                Yaml.document(MANIFESTS.resolve("executor-pod-template.yaml")).path("spec");

        assertThat(ManifestRules.containerErrors(
                        "driver",
                        driver.path("containers").path(0),
                        driver.path("volumes"),
                        List.of("/tmp", "/opt/spark/work-dir")))
                .isEmpty();
        assertThat(ManifestRules.containerErrors(
                        "executor",
                        executor.path("containers").path(0),
                        executor.path("volumes"),
                        List.of("/tmp", "/opt/spark/work-dir", "/var/data/spark")))
                .isEmpty();
    }

    @Test
    void executorsHaveAnAccountWithoutRightsAndWithoutAToken() throws IOException {
        List<JsonNode> rights = Yaml.documents(MANIFESTS.resolve("rbac.yaml"));
        JsonNode account = rights.stream()
                .filter(node ->
                        kind(node).equals("ServiceAccount") && name(node).equals("jointae-executor"))
                .findFirst()
                .orElseThrow();

        assertThat(account.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(rights)
                .filteredOn(node -> kind(node).endsWith("Binding"))
                .noneMatch(node -> node.path("subjects").toString().contains("jointae-executor"));
        for (String manifest : List.of("spark-application.yaml", "scheduled-sweep.yaml")) {
            assertThat(application(manifest)
                            .path("executor")
                            .path("serviceAccount")
                            .asText())
                    .isEqualTo("jointae-executor");
        }
        JsonNode template =
                Yaml.document(MANIFESTS.resolve("executor-pod-template.yaml")).path("spec");
        assertThat(template.path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(template.path("serviceAccount").asText()).isEqualTo("jointae-executor");
        assertThat(template.path("serviceAccountName").asText()).isEqualTo("jointae-executor");
    }

    @Test
    void manifestsUseTheImagesOfThisVersion() throws IOException {
        String version = System.getProperty("jointae.version").replace("-SNAPSHOT", "");
        String training = application("spark-application.yaml").path("image").asText();
        String sweep = application("scheduled-sweep.yaml").path("image").asText();

        assertThat(training).startsWith("jointae:" + version + "-cuda@sha256:");
        assertThat(sweep).startsWith("jointae:" + version + "@sha256:");
    }

    @Test
    void thePodsWithGpusChooseTheEngineWhoseJarIsInTheirImage() throws IOException {
        JsonNode training = application("spark-application.yaml");
        String image = Files.readString(MANIFESTS.resolve("Dockerfile.cuda"));
        String jar = training.path("deps").path("jars").path(0).asText();

        assertThat(training.path("arguments").toString()).contains("\"--engine\",\"torch-cuda\"");
        assertThat(jar).startsWith("local:///opt/jointae/");
        assertThat(image).contains(" " + jar.replace("local://", "") + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.cuda"})
    void everyFileThatAnImageCopiesIsSentToItsBuild(String file) throws IOException {
        List<String> sent = Files.readAllLines(ROOT.resolve(".dockerignore"));
        List<String> copied = Files.readAllLines(MANIFESTS.resolve(file)).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .map(line -> line.split(" ")[2])
                .toList();

        assertThat(copied).isNotEmpty().allMatch(path -> sent.contains("!" + path));
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
            assertThat(application(manifest)
                            .path("driver")
                            .path("serviceAccount")
                            .asText())
                    .isEqualTo(account);
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
                    assertThat(text.lines().filter(line -> line.startsWith("ARG ")))
                            .isNotEmpty()
                            .allMatch(line -> ManifestRules.isByDigest(line.substring(line.indexOf('=') + 1)));
                    assertThat(text.lines().filter(line -> line.startsWith("FROM ")))
                            .allMatch(line -> line.startsWith("FROM ${"));
                    // The files of an image belong to root, and the folder of the native libraries is read-only.
                    assertThat(text)
                            .doesNotContain("--chown=185")
                            .contains(
                                    "chmod -R a+rX,a-w /opt/jointae/natives\nENV JOINTAE_NATIVES=/opt/jointae/natives");
                }
            }
        }
    }

    /** Returns the application of a manifest, which a schedule has as its template. */
    private static JsonNode application(String manifest) throws IOException {
        JsonNode spec = Yaml.document(MANIFESTS.resolve(manifest)).path("spec");
        return spec.has("template") ? spec.path("template") : spec;
    }

    private static String name(JsonNode node) {
        return node.path("metadata").path("name").asText();
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
