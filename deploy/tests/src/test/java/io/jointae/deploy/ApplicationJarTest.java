package io.jointae.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks what the application jar contains and what it must not contain. */
@Tag("cluster")
class ApplicationJarTest {

    private static final String PLATFORM = System.getProperty("jointae.platform", "linux-x86_64");
    private static final long MEGABYTE = 1_000_000;

    @Test
    void isSmallerThanTheLimit() throws IOException {
        long limit = Long.getLong("jointae.application.max.megabytes", 300);

        assertThat(Files.size(Checkout.JAR) / MEGABYTE)
                .as("size of %s in megabytes: exclude the new dependency or let the cluster provide it", Checkout.JAR)
                .isLessThan(limit);
    }

    @Test
    void containsNoClassOfSparksOwnJars() throws IOException {
        Set<String> sparkClasses = new HashSet<>();
        try (Stream<Path> jars = Files.list(Checkout.SPARK_HOME.resolve("jars"))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                sparkClasses.addAll(classes(jar));
            }
        }
        Set<String> both = new TreeSet<>(classes(Checkout.JAR));
        both.retainAll(sparkClasses);

        assertThat(sparkClasses).hasSizeGreaterThan(50_000);
        assertThat(both)
                .as("classes that are in the application jar and in Spark's jars: exclude them in spark-job/pom.xml")
                .isEmpty();
    }

    @Test
    void containsNativeLibrariesOfOnePlatformAndOneBackend() throws IOException {
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

    /** The jar of an engine adds PyTorch's library. Both load by JavaCPP, which the application jar has. */
    @Test
    void containsJavaCppAndNothingOfPyTorch() throws IOException {
        List<String> names = entries(Checkout.JAR);

        assertThat(names).contains("org/bytedeco/javacpp/Loader.class");
        assertThat(names)
                .noneMatch(name -> name.contains("bytedeco/pytorch") || name.matches(".*lib(jni)?(torch|c10).*"))
                .noneMatch(name -> name.startsWith("io/jointae/torch/"));
    }

    @Test
    void containsItsLicenseAndTheNoticesOfTheWorksThatItPacks() throws IOException {
        assertThat(text("META-INF/LICENSE")).contains("Apache License", "Version 2.0, January 2004");
        String notice = text("META-INF/NOTICE");
        assertThat(notice).isEqualTo(Files.readString(Checkout.ROOT.resolve("NOTICE")));
        assertThat(notice)
                .contains("Deeplearning4j", "ND4J", "JavaCPP", "oneDNN", "OpenBLAS", "OpenCL", "picocli", "MLflow");
        try (Stream<Path> licenses = Files.list(Checkout.ROOT.resolve("licenses"))) {
            for (Path license : licenses.toList()) {
                assertThat(notice).contains("licenses/" + license.getFileName());
                assertThat(text("META-INF/licenses/" + license.getFileName())).isEqualTo(Files.readString(license));
            }
        }
    }

    /** SECURITY.md names the copies of other libraries that some packed jars contain. */
    @Test
    void theListOfItsContentsAndTheTableOfCopiesNameAllThatItPacks() throws IOException {
        JsonNode list = new ObjectMapper()
                .readTree(Checkout.JAR.resolveSibling("jointae.cdx.json").toFile());
        Set<String> listed = new TreeSet<>();
        list.path("components")
                .forEach(component -> listed.add(component.path("group").asText() + ":"
                        + component.path("name").asText() + ":"
                        + component.path("version").asText()));
        Set<String> packed = packed();
        Set<String> copies = new TreeSet<>(packed);
        copies.removeAll(listed);
        copies.removeIf(coordinates -> coordinates.startsWith("io.jointae:spark-job:"));
        String table = Files.readString(Checkout.ROOT.resolve("SECURITY.md"));

        assertThat(list.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(list.path("metadata").path("component").path("name").asText())
                .isEqualTo("spark-job");
        assertThat(listed).hasSizeGreaterThan(20).noneMatch(name -> name.startsWith("org.apache."));
        // Most jars bring a file with their coordinates.
        assertThat(packed).filteredOn(listed::contains).hasSizeGreaterThan(20);
        assertThat(copies)
                .as("libraries inside packed jars")
                .allMatch(
                        coordinates -> table.matches("(?s).*[| ]" + coordinates.split(":")[1] + "[, ].*"));
    }

    /** Returns the coordinates of all jars that a file in the application jar states. */
    private static Set<String> packed() throws IOException {
        Set<String> packed = new TreeSet<>();
        try (ZipFile zip = new ZipFile(Checkout.JAR.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().matches("META-INF/maven/.*/pom\\.properties")) {
                    Properties coordinates = new Properties();
                    coordinates.load(zip.getInputStream(entry));
                    packed.add(coordinates.getProperty("groupId") + ":" + coordinates.getProperty("artifactId") + ":"
                            + coordinates.getProperty("version"));
                }
            }
        }
        return packed;
    }

    @Test
    void containsNoPathOfTheMachineThatBuiltIt() throws IOException {
        List<String> traces =
                List.of(Checkout.ROOT.toString(), System.getProperty("user.home") + "/", ".m2/repository");
        try (ZipFile zip = new ZipFile(Checkout.JAR.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                // Native libraries are packed as they were released.
                if (!entry.getName().contains(".so")) {
                    String bytes = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertThat(traces).as("in %s", entry.getName()).noneMatch(bytes::contains);
                }
            }
        }
    }

    private static String text(String entry) throws IOException {
        try (ZipFile zip = new ZipFile(Checkout.JAR.toFile())) {
            ZipEntry found = zip.getEntry(entry);
            assertThat(found).as("entry %s", entry).isNotNull();
            return new String(zip.getInputStream(found).readAllBytes(), StandardCharsets.UTF_8);
        }
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
