package io.jointae.objectstore;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The paths of the files that the build packaged before these tests run. */
final class Builds {

    /** The root folder of the repository. */
    static final Path ROOT = Path.of(System.getProperty("jointae.root", "../.."))
            .toAbsolutePath()
            .normalize();

    /** The Spark home, whose executors are separate processes. */
    static final Path SPARK_HOME = ROOT.resolve("deploy/target/spark");

    /** The class path of a process without the tests: the application jar and Spark. */
    private static final String APPLICATION = System.getProperty(
            "jointae.application", ROOT.resolve("spark-job/target/jointae.jar") + ":" + SPARK_HOME + "/jars/*");

    /** The configuration of logging that deploy/submit uses. */
    static final Path LOGGING = ROOT.resolve("conf/log4j2.properties");

    /** The folder for native libraries that the processes of this JVM unpack. */
    static final Path NATIVES =
            Path.of("target/javacpp-" + System.getProperty("jointae.fork", "0")).toAbsolutePath();

    private static final String SEPARATOR = File.pathSeparator;

    private Builds() {}

    /**
     * Returns the class path of a process that runs classes of the application and of these tests on S3.
     *
     * @param tests the jar from {@link #packTests}
     */
    static String classPath(Path tests) {
        return String.join(
                SEPARATOR,
                executorClassPath(),
                ofThisProcess(".*/s3-server/target/(classes|s3-server-[^/]*\\.jar)"),
                tests.toString());
    }

    /** Packs the classes of these tests, because a JVM with a folder on its class path writes no archive of classes. */
    static Path packTests(Path jar) throws IOException {
        Path classes = Path.of(System.getProperty("jointae.tests", "target/test-classes"));
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    /** Returns the class path that an executor needs besides Spark: the application jar and Hadoop's S3 client. */
    static String executorClassPath() {
        return APPLICATION + SEPARATOR + s3Client();
    }

    private static String s3Client() {
        return ofThisProcess(".*/(hadoop-aws|aws-java-sdk-bundle|wildfly-openssl)-[^/]*\\.jar");
    }

    /** Returns the entries of the class path of this process that match a pattern. */
    private static String ofThisProcess(String pattern) {
        return Arrays.stream(System.getProperty("java.class.path").split(SEPARATOR))
                .filter(entry -> entry.matches(pattern))
                .collect(Collectors.joining(SEPARATOR));
    }
}
