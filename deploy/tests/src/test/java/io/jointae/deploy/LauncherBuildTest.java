package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests when {@code deploy/submit} builds and what it passes to Spark. The real script runs in a temporary checkout, whose
 * path contains a space, with a fake Maven that creates the files of a build and a fake Spark that prints its arguments.
 */
@Tag("cluster")
class LauncherBuildTest {

    @TempDir
    Path temporary;

    private Path root;
    private Path source;

    @BeforeEach
    void createCheckout() throws IOException {
        root = temporary.resolve("a checkout");
        source = root.resolve("spark-job/src/main/java/A.java");
        for (String module : new String[] {"data-prep", "spark-job"}) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.createFile(root.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(source);
        Files.createFile(root.resolve("pom.xml"));
        Files.createDirectories(root.resolve("deploy/spark-home/bin"));
        Files.createDirectories(root.resolve("deploy/python/src"));
        Files.createFile(root.resolve("deploy/pom.xml"));
        Files.createDirectories(root.resolve("conf"));
        Files.copy(Checkout.SUBMIT, root.resolve("deploy/submit"));
        Files.copy(Checkout.ROOT.resolve("conf/spark-defaults.conf"), root.resolve("conf/spark-defaults.conf"));
        Files.copy(Checkout.ROOT.resolve("conf/log4j2.properties"), root.resolve("conf/log4j2.properties"));
        writeFakeMaven("""
                echo "$@" >> "$CHECKOUT/builds"
                line=.
                jar=jointae.jar
                case "$*" in *-Pspark-4*) line=spark4 jar=jointae-spark4.jar ;; esac
                spark="$CHECKOUT/deploy/target/$line/spark"
                mkdir -p "$CHECKOUT/spark-job/target/$line" "$spark/bin" "$spark/jars"
                touch "$CHECKOUT/spark-job/target/$line/$jar" "$spark/jars/spark-core_2.13-4.9.9.jar"
                printf '#!/bin/sh\\nprintf "%%s\\\\n" "$@"\\nenv | grep -E "^(SPARK_|OMP_)"\\nexit 7\\n' \
                  > "$spark/bin/spark-submit"
                chmod +x "$spark/bin/spark-submit"
                """);
    }

    @Test
    void buildsOnceAndPassesOnArgumentsAndExitStatus() throws Exception {
        Command.Result first =
                submit("--conf", "spark.a=b c", "train", "--out", "x y").run();
        Command.Result second = submit("train").run();

        assertThat(first.status()).isEqualTo(7);
        assertThat(first.out().lines())
                .containsSubsequence(
                        "--conf",
                        "spark.a=b c",
                        "--class",
                        "io.jointae.cli.Jointae",
                        root + "/spark-job/target/jointae.jar",
                        "train",
                        "--out",
                        "x y");
        assertThat(first.err().lines()).singleElement().asString().contains("building");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewerThanTheJar() throws Exception {
        submit("train").run();
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        submit("train").run();

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aDistributionOfSpark4RunsTheJarForSpark4() throws Exception {
        Path distribution = distribution("2.13-4.2.0");
        Command.Result result = submit("train")
                .environment("SPARK_HOME", distribution)
                .environment("JAVA_HOME", java(21))
                .run();

        assertThat(result.status()).as(result.toString()).isEqualTo(7);
        assertThat(result.out().lines())
                .contains(root + "/spark-job/target/spark4/jointae-spark4.jar", "SPARK_SCALA_VERSION=2.13");
        assertThat(result.err().lines())
                .last()
                .isEqualTo("jointae: running on Spark 4.2.0 for Scala 2.13 and Java 21, from " + distribution);
        assertThat(Files.readString(root.resolve("builds"))).contains("-Pspark-4 -pl spark-job -am");
    }

    @Test
    void aUserWithoutADistributionChoosesSpark4ByAVariable() throws Exception {
        Command.Result result = submit("train").environment("JOINTAE_SPARK", 4).run();

        assertThat(result.out().lines())
                .contains(root + "/spark-job/target/spark4/jointae-spark4.jar", "SPARK_SCALA_VERSION=2.13");
        assertThat(result.err().lines()).last().asString().contains("running on Spark 4.9.9 for Scala 2.13");
        assertThat(Files.readString(root.resolve("builds"))).contains("-Pspark-4 -pl spark-job,deploy -am");
        assertThat(submit("train").environment("JOINTAE_SPARK", "4.2").run().err())
                .isEqualTo(
                        "jointae: JOINTAE_SPARK=4.2 is no line of Spark that jointae supports: set it to 3.5 or 4, or unset"
                                + " it.\n");
    }

    @Test
    void wrongVersionsAreOneSentenceThatSaysWhichToTake() throws Exception {
        assertThat(submit("train").environment("JAVA_HOME", java(21)).run().err())
                .isEqualTo(
                        "jointae: Java 21 cannot run jointae and Spark 3.5, which need Java 17: set JAVA_HOME to a JDK 17, or"
                                + " take Spark 4, which runs on Java 21 (set JOINTAE_SPARK=4, or SPARK_HOME to such a distribution).\n");
        assertThat(submit("train")
                        .environment("SPARK_HOME", distribution("2.13-4.2.0"))
                        .environment("JAVA_HOME", java(11))
                        .run()
                        .err())
                .isEqualTo(
                        "jointae: Java 11 cannot run jointae and Spark 4, which need Java 17 or 21: set JAVA_HOME to a JDK 17"
                                + " or 21.\n");
        Path other = distribution("2.13-3.5.5");
        Command.Result result = submit("train").environment("SPARK_HOME", other).run();
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo("jointae: SPARK_HOME " + other
                        + " is neither Spark 3.5 for Scala 2.12 nor Spark 4: set it to such a"
                        + " distribution, or unset it.\n");
        assertThat(root.resolve("builds")).doesNotExist();
    }

    /** Returns a distribution whose spark-submit prints its arguments. */
    private Path distribution(String version) throws IOException {
        Path home = temporary.resolve("spark " + version);
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(Files.createDirectories(home.resolve("jars")).resolve("spark-core_" + version + ".jar"));
        Path script = home.resolve("bin/spark-submit");
        Files.writeString(script, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nenv | grep SPARK_\nexit 7\n");
        script.toFile().setExecutable(true);
        return home;
    }

    /** Returns the home of a Java that says which version it is. */
    private Path java(int release) throws IOException {
        Path home = temporary.resolve("java " + release);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho '    java.specification.version = " + release + "' >&2\n");
        java.toFile().setExecutable(true);
        return home;
    }

    @Test
    void aFailedBuildEndsWithStatusOneAndShowsTheEndOfItsLog() throws Exception {
        writeFakeMaven("echo 'A.java:[3,1] cannot find symbol'; exit 1");
        Command.Result result = submit("train").run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("cannot find symbol").contains("build.log");
    }

    @Test
    void onlyLocalMastersListenOnTheLoopbackInterface() throws Exception {
        assertThat(submit("train").run().out()).contains("SPARK_LOCAL_IP=127.0.0.1");
        assertThat(submit("--master", "local-cluster[2,1,1024]", "train").run().out())
                .contains("SPARK_LOCAL_IP=127.0.0.1");
        assertThat(submit("--master", "yarn", "train")
                        .environment("HADOOP_CONF_DIR", temporary)
                        .run()
                        .out())
                .doesNotContain("SPARK_LOCAL_IP");
        assertThat(submit("--conf", "spark.master=k8s://https://cluster", "train")
                        .run()
                        .out())
                .doesNotContain("SPARK_LOCAL_IP");
        Path defaults = Files.writeString(temporary.resolve("defaults"), "spark.master spark://head:7077\n");
        assertThat(submit("--properties-file", defaults.toString(), "train")
                        .run()
                        .out())
                .doesNotContain("SPARK_LOCAL_IP");
    }

    @Test
    void yarnWithoutAConfigurationFolderIsRefused() throws Exception {
        Command.Result result = submit("--master", "yarn", "train").run();

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).last().asString().contains("HADOOP_CONF_DIR");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aSymbolicLinkToTheLauncherRunsItsCheckout() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("jointae"), root.resolve("deploy/submit"));
        Command.Result result = Command.of(link.toString(), "train")
                .in(temporary)
                .environment("CHECKOUT", root)
                .environment("JOINTAE_START", "spark-submit")
                .environment("PATH", temporary.resolve("bin") + ":" + System.getenv("PATH"))
                .run();

        assertThat(result.out()).contains(root + "/spark-job/target/jointae.jar");
    }

    @Test
    void executorsOfALocalClusterGetTheMemoryOfItsWorkers() throws Exception {
        String master = "local-cluster[2,1,1024]";

        assertThat(submit("--master", master, "train").run().out()).contains("spark.executor.memory=1024m");
        assertThat(submit("--master", master, "--executor-memory", "700m", "train")
                        .run()
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("spark.executor.memory=")))
                .last()
                .isEqualTo("spark.executor.memory=700m");
    }

    @Test
    void usesOneBlasThreadUnlessTheUserSetsAnotherNumber() throws Exception {
        assertThat(submit("train").run().out()).contains("OMP_NUM_THREADS=1");
        assertThat(submit("train").environment("OMP_NUM_THREADS", 4).run().out())
                .contains("OMP_NUM_THREADS=4");
    }

    @Test
    void aFailedSubmissionToAClusterIsOneSentenceAndKeepsItsExitStatus() throws Exception {
        assertThat(submit("train").run().status()).isEqualTo(7);
        Files.writeString(root.resolve("deploy/target/spark/bin/spark-submit"), """
                #!/bin/sh
                echo 'a line of standard output'
                echo 'a warning' >&2
                printf 'Exception in thread "main" io.fabric8.ClientException: An error has occurred.\n' >&2
                printf '\tat io.fabric8.A.b(A.java:1)\n' >&2
                printf 'Caused by: java.net.ConnectException: Connection refused\n\tat c.D.e\n\t... 3 more\n' >&2
                exit 1
                """);
        Command.Result result = submit("--master", "k8s://https://localhost:1", "--deploy-mode", "cluster", "train")
                .run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("a line of standard output\n");
        assertThat(result.err()).isEqualTo("""
                        a warning
                        jointae: The cluster manager did not accept or finish the application: Connection refused. Check its\
                         address, the namespace or queue, and your rights.
                        """);
    }

    private Command submit(String... arguments) {
        return Command.of(root.resolve("deploy/submit").toString())
                .with(arguments)
                .in(temporary)
                .environment("CHECKOUT", root)
                .environment("JOINTAE_START", "spark-submit")
                .environment("PATH", temporary.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private void writeFakeMaven(String script) throws IOException {
        Path maven = Files.createDirectories(temporary.resolve("bin")).resolve("mvn");
        Files.writeString(maven, "#!/usr/bin/env bash\nset -eu\n" + script);
        maven.toFile().setExecutable(true);
    }

    private long builds() throws IOException {
        try (var lines = Files.lines(root.resolve("builds"))) {
            return lines.count();
        }
    }
}
