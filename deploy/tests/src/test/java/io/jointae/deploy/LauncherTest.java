package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code deploy/submit} with the real jar and the real Spark home. */
@Tag("cluster")
class LauncherTest {

    @TempDir
    Path folder;

    @Test
    void printsTheVersionAndNothingOnStandardError() throws Exception {
        Command.Result result = Command.submit("--version").run();

        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("jointae " + System.getProperty("jointae.version") + "\nSpark 3.5.")
                .contains("\nEngine nd4j", "\nProcessor ");
        assertThat(result.status()).isZero();
    }

    @Test
    void anUnknownCommandEndsWithOneLineAndStatusTwo() throws Exception {
        Command.Result result = Command.submit("no-such-command").run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).singleElement().asString().contains("no-such-command");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void theCommandLineOverridesUserDefaultsWhichOverrideOurs() throws Exception {
        Files.writeString(folder.resolve("spark-defaults.conf"), """
                # the cluster's own
                spark.locality.wait 7s
                spark.executor.memory=3g
                spark.queue   a name with spaces
                """);
        Command.Result result = Command.submit("--conf", "spark.executor.memory=5g", "--verbose", "--version")
                .environment("SPARK_CONF_DIR", folder)
                .run();

        assertThat(effectiveSettings(result))
                .contains("(spark.locality.wait,7s)")
                .contains("(spark.executor.memory,5g)")
                .contains("(spark.queue,a name with spaces)")
                .contains("(spark.scheduler.mode,FAIR)");
    }

    @Test
    void aPropertiesFileReplacesUserDefaultsButNotOurs() throws Exception {
        Path properties = Files.writeString(folder.resolve("mine.conf"), "spark.scheduler.mode FIFO\n");
        Command.Result result = Command.submit("--properties-file", properties.toString(), "--verbose", "--version")
                .run();

        assertThat(effectiveSettings(result))
                .contains("(spark.scheduler.mode,FIFO)")
                .contains("(spark.locality.wait,0s)");
    }

    @Test
    void theUsersLoggingConfigurationOverridesOurs() throws Exception {
        Files.writeString(folder.resolve("log4j2.properties"), """
                rootLogger.level = info
                rootLogger.appenderRef.stderr.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.target = SYSTEM_ERR
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = MINE %m%n
                """);
        Command.Result result = Command.submit("--version")
                .environment("SPARK_CONF_DIR", folder)
                .run();

        assertThat(result.err()).contains("MINE ");
    }

    @Test
    void refusesAnotherSparkVersion() throws Exception {
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("jars"));
        Files.writeString(folder.resolve("bin/spark-submit"), "exit 0\n")
                .toFile()
                .setExecutable(true);
        Files.createFile(folder.resolve("jars/spark-core_2.12-3.4.4.jar"));
        Command.Result result =
                Command.submit("--version").environment("SPARK_HOME", folder).run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).singleElement().asString().contains("SPARK_HOME", "3.5", "Spark 4");
    }

    @Test
    void refusesAnotherJavaVersion() throws Exception {
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(folder.resolve("bin/java"), "#!/bin/sh\necho '    java.specification.version = 11' >&2\n")
                .toFile()
                .setExecutable(true);
        Command.Result result =
                Command.submit("--version").environment("JAVA_HOME", folder).run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).singleElement().asString().contains("Java 11", "JAVA_HOME");
    }

    @Test
    void theNameOfTheUserIsTheNameOfTheApplicationInClientModeToo() throws Exception {
        Path events = Files.createDirectory(folder.resolve("events"));
        Jobs.runSuccessfully(Command.submit("--master", "local[1]", "--name", "my own name")
                .conf("spark.eventLog.enabled", true)
                .conf("spark.eventLog.dir", events.toUri())
                .with(
                        "describe",
                        "--data",
                        Jobs.data(),
                        "--sheet",
                        folder.resolve("sheet.png").toString()));

        try (Stream<Path> logs = Files.list(events)) {
            assertThat(logs.filter(log -> !log.getFileName().toString().startsWith(".")))
                    .singleElement()
                    .satisfies(log -> assertThat(Files.readString(log)).contains("\"App Name\":\"my own name\""));
        }
    }

    /** Returns the settings that {@code spark-submit --verbose} reports as effective. */
    private static String effectiveSettings(Command.Result result) {
        String all = result.out() + result.err();
        int start = all.indexOf("Spark config:");
        assertThat(start).as("%s", result).isNotNegative();
        return all.substring(start);
    }
}
