package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what the images copy, and the script that runs commands in their containers. No image is built. */
class ImageCommandTest {

    private static final Path FOLDER = Checkout.ROOT.resolve("deploy/kubernetes");
    private static final Pattern COPIED = Pattern.compile("(?m)^COPY --chmod=\\d+ (\\S+) (\\S+)$");

    @TempDir
    Path folder;

    private static List<MatchResult> copied(String dockerfile) throws IOException {
        return COPIED.matcher(Files.readString(FOLDER.resolve(dockerfile)))
                .results()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.cuda"})
    void everyCopiedFileIsInTheCheckoutOrBuiltAndIsSentToTheBuildOfTheImage(String dockerfile) throws IOException {
        List<String> sources =
                copied(dockerfile).stream().map(line -> line.group(1)).toList();
        List<String> sent = Files.readAllLines(Checkout.ROOT.resolve(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(sources).contains("deploy/kubernetes/jointae", "spark-job/target/jointae.jar", "conf");
        assertThat(sent).containsAll(sources);
        assertThat(sources.stream().filter(source -> !source.contains("/target/")))
                .allMatch(source -> Files.exists(Checkout.ROOT.resolve(source)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile", "Dockerfile.cuda"})
    void aContainerWithoutACommandRunsTheQuickstart(String dockerfile) throws IOException {
        assertThat(Files.readString(FOLDER.resolve(dockerfile))).endsWith("CMD [\"jointae\", \"quickstart\"]\n");
        assertThat(copied(dockerfile))
                .anyMatch(line -> line.group(1).equals("deploy/kubernetes/jointae")
                        && line.group(2).equals("/usr/local/bin/jointae"));
    }

    /** Runs the script with a spark-submit that prints its arguments, one per line, and the number of BLAS threads. */
    private Command.Result run(String... arguments) throws Exception {
        Path submit = Files.createDirectories(folder.resolve("spark/bin")).resolve("spark-submit");
        Files.writeString(submit, "#!/bin/sh\nprintf '%s\\n' \"$@\" \"$OMP_NUM_THREADS thread\"\n");
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Command.of(FOLDER.resolve("jointae").toString())
                .with(arguments)
                .environment("SPARK_HOME", folder.resolve("spark"))
                .run();
    }

    @Test
    void theScriptPassesOptionsToSparkSubmitAndTheCommandToJointae() throws Exception {
        Command.Result result = run("--master", "local[3]", "--conf=spark.ui.enabled=false", "svm", "--model", "a b");

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly(
                        "--properties-file",
                        "/opt/jointae/conf/spark-defaults.conf",
                        "--conf",
                        "spark.jars.ivy=/tmp/.ivy2",
                        "--driver-java-options",
                        "-Dlog4j2.configurationFile=/opt/jointae/conf/log4j2.properties",
                        "--master",
                        "local[3]",
                        "--conf=spark.ui.enabled=false",
                        "--class",
                        "io.jointae.cli.Jointae",
                        "/opt/jointae/jointae.jar",
                        "svm",
                        "--model",
                        "a b",
                        "1 thread");
        Stream<String> targets = copied("Dockerfile").stream().map(line -> line.group(2));
        assertThat(targets).contains("/opt/jointae/conf", "/opt/jointae/jointae.jar");
    }

    @Test
    void theScriptShowsTheHelpWithoutACommandAndRefusesAnOptionWithoutAValue() throws Exception {
        assertThat(run().out()).contains("/opt/jointae/jointae.jar\n--help\n");

        Command.Result refused = run("--master");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).isEqualTo("jointae: --master needs a value.\n");
    }
}
