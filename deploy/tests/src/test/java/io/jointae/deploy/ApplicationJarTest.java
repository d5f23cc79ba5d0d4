package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the one artefact for spark-submit holds, and what it must not hold. */
@Tag("cluster")
class ApplicationJarTest {

    private static final String PLATFORM = System.getProperty("jointae.platform", "linux-x86_64");
    private static final long MEGABYTE = 1_000_000;

    @Test
    void isSmallEnoughToShip() throws IOException {
        long limit = Long.getLong("jointae.application.max.megabytes", 300);

        assertThat(Files.size(Checkout.JAR) / MEGABYTE)
                .as("megabytes of %s: prune what came in, or put it on the cluster", Checkout.JAR)
                .isLessThan(limit);
    }

    @Test
    void holdsNoClassThatSparkBrings() throws IOException {
        Set<String> sparks = new HashSet<>();
        try (Stream<Path> jars = Files.list(Checkout.SPARK_HOME.resolve("jars"))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                sparks.addAll(classes(jar));
            }
        }
        Set<String> both = new TreeSet<>(classes(Checkout.JAR));
        both.retainAll(sparks);

        assertThat(sparks).hasSizeGreaterThan(50_000);
        assertThat(both)
                .as("classes in the application jar and in Spark's own: exclude them in spark-job/pom.xml")
                .isEmpty();
    }

    @Test
    void holdsTheNativesOfOnePlatformAndOneBackend() throws IOException {
        List<String> natives = entries(Checkout.JAR).stream()
                .filter(name ->
                        name.matches(".*\\.(so|dll|dylib|jnilib)(\\.\\d+)*") && !name.startsWith("com/sun/jna/"))
                .toList();

        assertThat(natives)
                .allMatch(name -> name.contains("/" + PLATFORM + "/") || name.contains("/" + PLATFORM + "-avx512/"));
        assertThat(natives).anyMatch(name -> name.endsWith("/" + PLATFORM + "/libnd4jcpu.so"));
        if (PLATFORM.equals("linux-x86_64")) {
            assertThat(natives).anyMatch(name -> name.endsWith("/linux-x86_64-avx512/libnd4jcpu.so"));
        }
        assertThat(natives).noneMatch(name -> name.contains("cuda"));
    }

    @Test
    void namesNeitherTheMachineThatBuiltItNorItsUser() throws IOException {
        List<String> traces =
                List.of(Checkout.ROOT.toString(), System.getProperty("user.home") + "/", ".m2/repository");
        try (ZipFile zip = new ZipFile(Checkout.JAR.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                // Natives come as they were released.
                if (!entry.getName().contains(".so")) {
                    String bytes = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertThat(traces).as("in %s", entry.getName()).noneMatch(bytes::contains);
                }
            }
        }
    }

    @Test
    void unpacksAllItsNativesForAnImageWithoutLoadingAny(@TempDir Path folder) throws Exception {
        Jobs.done(Command.of(System.getenv("JAVA_HOME") + "/bin/java", "-cp")
                .with(Checkout.JAR + ":" + Checkout.SPARK_HOME + "/jars/*", "io.jointae.runtime.UnpackNatives")
                .with(folder.toString()));

        assertThat(folder.resolve("jointae.jar/org/nd4j/linalg/cpu/nativecpu/bindings/" + PLATFORM + "/libnd4jcpu.so"))
                .exists();
        assertThat(folder.resolve("jointae.jar/org/bytedeco/openblas/" + PLATFORM + "/libopenblas.so.0"))
                .exists();
    }

    private static Set<String> classes(Path jar) throws IOException {
        Set<String> classes = new HashSet<>();
        for (String name : entries(jar)) {
            if (name.endsWith(".class") && !name.endsWith("module-info.class") && !name.startsWith("META-INF/")) {
                classes.add(name);
            }
        }
        return classes;
    }

    private static List<String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }
}
