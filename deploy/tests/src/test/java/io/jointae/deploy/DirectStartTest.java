package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks when {@code deploy/submit} starts a driver without spark-submit, by a {@code java} that prints its arguments. */
@Tag("cluster")
class DirectStartTest {

    private static final String MAIN_CLASS = "io.jointae.cli.Jointae";
    private static final String LAUNCHER = "org.apache.spark.launcher.Main";
    private static final String WRITE = "-XX:ArchiveClassesAtExit=";
    private static final String READ = "-XX:SharedArchiveFile=";

    @TempDir
    Path javaHome;

    @BeforeEach
    void writeJava() throws IOException {
        Files.createDirectories(javaHome.resolve("bin"));
        Files.writeString(javaHome.resolve("release"), "JAVA_VERSION=\"17.0.99\"\n");
        Files.writeString(javaHome.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
                .toFile()
                .setExecutable(true);
    }

    private Command command(String... arguments) {
        return Command.of(Checkout.SUBMIT.toString()).with(arguments).environment("JAVA_HOME", javaHome);
    }

    private List<String> lines(Command command) throws Exception {
        Command.Result result = command.run();
        return (result.out() + result.err()).lines().toList();
    }

    @Test
    void aLocalDriverGetsTheSettingsOfTheUserAfterOurDefaults() throws Exception {
        List<String> arguments = lines(command("--master", "local[2]", "--driver-memory", "3g")
                .conf("spark.locality.wait", "7s")
                .conf("spark.queue", "a name with spaces")
                .with("--name", "my own name", "describe", "--data", "here"));

        assertThat(arguments)
                .contains("-Xmx3g", "-Dspark.master=local[2]", "-Dspark.queue=a name with spaces")
                .contains("-Dspark.app.name=my own name", "-Dspark.scheduler.mode=FAIR")
                .containsSubsequence("-Dspark.locality.wait=0s", "-Dspark.locality.wait=7s")
                .endsWith(MAIN_CLASS, "describe", "--data", "here")
                .doesNotContain(LAUNCHER);
    }

    @Test
    void everythingThatSparkSubmitDoesIsLeftToIt() throws Exception {
        List<Command> commands = List.of(
                command("--master", "local-cluster[1,1,1024]", "describe"),
                command("--master", "local[2]", "--jars", "mine.jar", "describe"),
                command("--master", "local[2]")
                        .conf("spark.driver.extraJavaOptions", "-Da=b")
                        .with("describe"),
                command("--master", "local[2]", "describe").environment("SPARK_SUBMIT_OPTS", "-Da=b"),
                command("--master", "local[2]", "describe").environment("HADOOP_CONF_DIR", javaHome),
                command("--master", "local[2]", "describe").environment("JOINTAE_START", "spark-submit"));

        for (Command command : commands) {
            assertThat(lines(command)).anyMatch(line -> line.endsWith(LAUNCHER));
        }
    }

    @Test
    void theFirstTrainingWritesTheArchiveOfClassesThatLaterCommandsRead() throws Exception {
        String written = option(lines(command("--master", "local[2]", "train")), WRITE);
        Path archive = Path.of(written.replaceFirst("\\.\\d+$", ""));
        assertThat(written).isNotEqualTo(archive.toString());
        assertThat(lines(command("--master", "local[2]", "describe")))
                .noneMatch(line -> line.contains(archive.toString()));
        // The process that wrote the file has ended.
        Files.createFile(Path.of(written));
        try {
            assertThat(option(lines(command("--master", "local[2]", "describe")), READ))
                    .isEqualTo(archive.toString());
            assertThat(option(lines(command("--master", "local[2]", "train")), READ))
                    .isEqualTo(archive.toString());
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(Path.of(written));
        }
    }

    private static String option(List<String> arguments, String name) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(name))
                .map(argument -> argument.substring(name.length()))
                .findFirst()
                .orElse("there is no " + name);
    }

    @Test
    void aRealDriverStartsDirectly() throws Exception {
        Command.Result result = Command.of(Checkout.SUBMIT.toString(), "--master", "local[2]", "--version")
                .run();

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("jointae ");
        assertThat(result.status()).isZero();
    }
}
